//! The page in `docs/` says what the code does.

use expect_test::expect_file;

#[test]
fn the_page_is_the_dictionary() {
    expect_file!["../../../../docs/data-dictionary.md"]
        .assert_eq(&park_import::data_dictionary_page());
}
