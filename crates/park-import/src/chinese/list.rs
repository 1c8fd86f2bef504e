//! Every rule, hint and note, English and Chinese. The first pattern that fits is taken, so that the
//! longer of two stands first.

/// English pattern and Chinese pattern (see [`super::filled`]).
pub(super) const SENTENCES: &[(&str, &str)] = &[
    // Cells.
    ("{} is required", "此项必填，不能为空"),
    ("fill in {}", "请填写{0d}"),
    ("an id is 1 to 64 bytes without blanks", "编号应为 1 至 64 个字节，且不含空格"),
    ("write letters and digits, for example JS001", "请用字母和数字编号，例如 JS001"),
    ("text is longer than {} bytes", "文字超过 {0b}"),
    ("shorten it", "请缩短文字"),
    ("text holds control characters", "文字中含有不可见的控制字符"),
    ("paste it as plain text", "请以纯文本方式重新粘贴"),
    ("not a word of this column", "不在本列的可选范围内"),
    ("one of {}", "请从以下各项中选填：{0w}"),
    ("expected a number from {} to {}", "应为 {0} 至 {1} 之间的数"),
    ("check the value, and the unit in the header", "请核对数值以及表头所写的单位"),
    ("not a number", "不是数字"),
    ("write digits only, the unit stands in the header", "请只填数字，单位写在表头"),
    ("not a date", "不是日期"),
    ("write 2023, 2023-09 or 2023-09-01", "请写成 2023、2023-09 或 2023-09-01"),
    ("not a year from 1900 to 2100", "不是 1900 至 2100 之间的年份"),
    ("write four digits, for example 2018", "请写四位数字，例如 2018"),
    ("expected yes or no", "应填“是”或“否”"),
    ("write yes or no; leave it empty while it is not known", "请填“是”或“否”；尚不清楚的请留空"),
    (
        "a region code is 2, 4 or 6 digits (GB/T 2260)",
        "行政区划代码为 2、4 或 6 位数字（GB/T 2260）",
    ),
    ("for example 320500 for 苏州市", "例如苏州市为 320500"),
    // Rows.
    ("{} lies below {}", "本列数值小于“{1c}”"),
    ("{} is earlier than {}", "本列日期早于“{1c}”"),
    ("swap the two or mend the wrong one", "请对调两个日期，或改正有误的一个"),
    ("swap the two or mend the lower one", "请对调两个数值，或改正偏小的一个"),
    ("longitude and latitude go together", "经度和纬度须同时填写"),
    ("give both or neither", "请都填，或都不填"),
    ("a row needs a park_id or a region_code", "园区编号和行政区划代码至少须填一项"),
    ("say whose row it is", "请写明本行属于哪个园区或地区"),
    ("an open promise has no settled_on", "履行中的承诺没有办结日期"),
    (
        "leave settled_on empty, or say in state how the promise was settled",
        "请将办结日期留空，或在承诺状态中写明结果",
    ),
    ("the two ids are the same", "两个编号相同"),
    ("name the other id of the park", "请填写该园区的另一个编号"),
    ("row {} has the same {} in {}", "与{2p}第 {0} 行的{1c}相同"),
    ("row {} has the same {}", "与第 {0} 行的{1c}相同"),
    ("keep one of the two rows", "请保留其中一行"),
    ("the row is longer than {} bytes", "本行超过 {0b}"),
    ("a row has more than {} cells", "有一行超过 {0} 个单元格"),
    (
        "look for a quotation mark that is missing, and shorten the texts",
        "请检查是否缺少引号，并缩短过长的文字",
    ),
    ("the row has {} cells, the header has {}", "本行有 {0} 个单元格，表头有 {1} 个"),
    (
        "add or remove commas; put a cell that holds a comma between quotation marks",
        "请增减逗号；含逗号的单元格要用英文双引号括起来",
    ),
    (
        "give every column a name, or empty the cells to the right of the table",
        "请给每一列写上列名，或清空表格右侧的单元格",
    ),
    ("a total is not a row of the table", "合计行不属于数据，未导入"),
    ("leave totals out, they are counted from the rows", "请删去合计行，合计数由系统根据各行计算"),
    ("the row holds column names, not values", "本行是列名，不属于数据，未导入"),
    ("keep one header row", "请只保留一行表头"),
    ("a heading or a remark is not a row of the table", "标题或说明不属于数据，未导入"),
    ("delete it, or move it above the header", "请删去，或移到表头上方"),
    ("the header takes two rows; they were read as one", "表头占两行，已合并为一行读取"),
    (
        "a quotation mark is not closed; all that follows it was one cell",
        "双引号不成对，其后的全部内容被读作一个单元格",
    ),
    (
        "close it, or double it where it is meant as a sign",
        "请补上另一半引号；引号本身属于内容的，请连写两个",
    ),
    // Doubts and odd cells.
    (
        "the cell holds an error of the spreadsheet, not a value",
        "单元格里是表格软件的错误值，不是数据",
    ),
    (
        "mend the formula, or empty the cell if the value is not known",
        "请改正公式；若数值未知，请留空",
    ),
    ("a formula without a stored result, or with 0", "公式没有保存计算结果，或结果为 0"),
    (
        "open the workbook in Excel or WPS and save it, or write the value itself",
        "请用 Excel 或 WPS 打开后保存，或直接填写数值",
    ),
    (
        "a number in merged cells: it cannot be told how much belongs to this row",
        "数字写在合并单元格中，无法判断本行占多少",
    ),
    ("split the merged cells and give each row its own number", "请取消合并，逐行填写各自的数字"),
    ("a number, so January cannot be told from October", "以数字形式填写，无法区分 1 月和 10 月"),
    ("write 2023-01 or 2023-10 as text", "请以文本形式写成 2023-01 或 2023-10"),
    ("a list or an object, not a value", "这里是列表或对象，不是单个值"),
    (
        "write a text, a number, yes or no; a list of texts is joined by 、",
        "请写文字、数字或“是”“否”；多项文字用“、”连接",
    ),
    (
        "taken in, but the code is not in the list of regions; it may be retired",
        "已导入，但该代码不在行政区划表中，可能已停用",
    ),
    ("the place has the code {} today ({})", "该地现用代码为 {0}（{1}）"),
    (
        "look up the code of today, or write that of the city: {} ({})",
        "请查明现用代码，或填写所在地级市的代码：{0}（{1}）",
    ),
    ("look up the code of today (GB/T 2260)", "请查明现用代码（GB/T 2260）"),
    (
        "taken in, but it seems to be the same park as {} in row {} of {}",
        "已导入，但与{2p}第 {1} 行的 {0} 似为同一园区",
    ),
    (
        "taken in, but it seems to be the same park as {} in row {}",
        "已导入，但与第 {1} 行的 {0} 似为同一园区",
    ),
    (
        "keep one of the two rows, or state that they are one: a row {} in same_as",
        "请保留其中一行，或在“同一园区”表中加一行：{0}",
    ),
    (
        "taken in, but 15 times larger than is usual in this column, or more ({} to {})",
        "已导入，但约为本列通常数值（{0} 至 {1}）的 15 倍或更多，疑为单位有误",
    ),
    (
        "taken in, but 15 times smaller than is usual in this column, or more ({} to {})",
        "已导入，但约为本列通常数值（{0} 至 {1}）的十五分之一或更少，疑为单位有误",
    ),
    (
        "taken in, but the middle value of this column is unusually large; most sheets have {} to {}",
        "已导入，但本列的中位数明显偏大，通常在 {0} 至 {1} 之间",
    ),
    (
        "taken in, but the middle value of this column is unusually small; most sheets have {} to {}",
        "已导入，但本列的中位数明显偏小，通常在 {0} 至 {1} 之间",
    ),
    (
        "check the unit in the header: 1 公顷 = 15 亩, 1 万元/亩 = 15 元/㎡ = 15 万元/公顷",
        "请核对表头的单位：1 公顷 = 15 亩，1 万元/亩 = 15 元/㎡ = 15 万元/公顷",
    ),
    // Headers.
    ("the unit of this column is not known; it was not read", "表头没有写明本列的单位，未读取"),
    ("write the unit into the header, for example {}", "请在表头写明单位，例如：{0}"),
    ("{} has no such column; it was not read", "“{0t}”表中没有这一列，未读取"),
    (
        "see docs/data-dictionary.md for the names, with their units",
        "列名和单位见 docs/data-dictionary.md",
    ),
    (
        "an earlier column has the same meaning; this one was not read",
        "本列与前面某一列含义相同，未读取",
    ),
    ("keep one of the two", "请保留其中一个"),
    ("the header has no column {}", "表头缺少以下列：{0h}"),
    ("add it, or give the column one of these names", "请补上，或将对应的列改为上述名称"),
    ("no column of {} in the header, row {}", "第 {1} 行表头中没有“{0t}”表的任何一列"),
    ("no column of {} in the header", "没有“{0t}”表的任何一列"),
    ("the first row holds the column names, for example {}", "第一行应为列名，例如 {0h}"),
    ("the header has {} columns, more than {}", "表头有 {0} 列，多于 {1} 列"),
    ("keep the columns of docs/data-dictionary.md", "请只保留 docs/data-dictionary.md 中的列"),
    (
        "neither the name nor the header tells which table this is",
        "根据文件名和表头均无法判断是哪张表",
    ),
    ("it may be {}; name it after the right one", "可能是：{0t}；请用正确的表名为文件命名"),
    ("name it after one of {} (or its Chinese name, 园区)", "请用以下表名之一为文件命名：{0t}"),
    ("the table is empty", "表中没有内容"),
    // Files.
    ("the file cannot be read: {}", "文件无法读取：{0e}"),
    ("check that it exists and that you may read it", "请确认文件存在且有权读取"),
    ("the file holds more than {} bytes", "文件超过 {0b}"),
    (
        "cut it into several files of the same table, for example structure-1.csv and structure-2.csv",
        "请拆成同一张表的几个文件，例如 structure-1.csv 和 structure-2.csv",
    ),
    ("the file has more than {} rows; the rest was not read", "文件超过 {0} 行，其余未读取"),
    ("cut it into several files of the same table", "请拆成同一张表的几个文件"),
    (
        "the rows take more than {} MiB of memory; the rest was not read",
        "各行所占内存超过 {0} MiB，其余未读取",
    ),
    ("cut it into several files and import them one after the other", "请拆成几个文件，分几次导入"),
    ("the gzip file is damaged or cut short: {}", "gzip 压缩文件已损坏或不完整"),
    ("pack it again, or give the CSV file itself", "请重新压缩，或直接提供 CSV 文件"),
    ("the file is not a text", "文件不是文本"),
    (
        "save the sheet as CSV or XLSX; pictures, PDF and scans cannot be read",
        "请将表格另存为 CSV 或 XLSX；图片、PDF 和扫描件无法读取",
    ),
    (
        "the file mixes two encodings: line {} is in UTF-8, line {} is not",
        "文件混用两种编码：第 {0} 行为 UTF-8，第 {1} 行不是",
    ),
    (
        "copy all rows into one new sheet and save that as \"CSV UTF-8\"",
        "请把全部行复制到一张新表，另存为“CSV UTF-8”",
    ),
    ("the file is in {} and larger than {} bytes", "文件为 {0} 编码，且超过 {1b}"),
    (
        "save it as \"CSV UTF-8\", or cut it into several files of the same table",
        "请另存为“CSV UTF-8”，或拆成同一张表的几个文件",
    ),
    (
        "line {} is neither in UTF-8 nor in GB18030; it may be damaged",
        "第 {0} 行既不是 UTF-8 也不是 GB18030，文件可能已损坏",
    ),
    (
        "the file looks like {}, but cannot be read as such; it may be damaged",
        "文件像是 {0} 编码，但无法按此读取，可能已损坏",
    ),
    (
        "save it as \"CSV UTF-8\" (Excel, WPS: save as, CSV UTF-8)",
        "请另存为“CSV UTF-8”（Excel、WPS：另存为，选 CSV UTF-8）",
    ),
    ("only .xlsx workbooks are read", "工作簿只能读取 .xlsx"),
    (
        "the workbook is an old .xls, or protected by a password",
        "工作簿为旧版 .xls 格式，或设有打开密码",
    ),
    (
        "open it in Excel or WPS and save it as .xlsx, without a password",
        "请用 Excel 或 WPS 打开，另存为不带密码的 .xlsx",
    ),
    ("the file is a PDF, not a table", "文件是 PDF，不是表格"),
    ("ask for the sheet it was made from", "请索取生成它的原始表格"),
    ("the file is named like a workbook and is none", "文件扩展名为工作簿，但内容不是工作簿"),
    ("the file is one JSON list", "文件是一个 JSON 列表"),
    (
        "write one object a line: jq -c '.[]' old.json > parks.jsonl",
        "请每行写一个对象：jq -c '.[]' old.json > parks.jsonl",
    ),
    ("no line is a JSON object", "没有一行是 JSON 对象"),
    (
        "the line is not a JSON object: {} at character {}",
        "本行不是完整的 JSON 对象，第 {1} 个字符处有误",
    ),
    ("the line is not a JSON object: {}", "本行不是完整的 JSON 对象"),
    ("write one object a line, for example {}", "请每行写一个对象，例如 {0}"),
    ("the key {} stands twice in one object", "同一对象中字段名 {0} 出现两次"),
    ("the objects have more than {} different keys", "各对象的不同字段名超过 {0} 个"),
    // Workbooks.
    (
        "the workbook is damaged or not a workbook: {}; the rest was not read",
        "工作簿已损坏，其余内容未读取",
    ),
    ("the workbook is damaged or not a workbook: {}", "内容已损坏，无法按工作簿读取"),
    ("the workbook is damaged or cut short: {}", "工作簿已损坏或不完整"),
    (
        "the workbook is damaged: its inner structure contradicts itself",
        "工作簿已损坏，内部结构前后矛盾",
    ),
    (
        "open it in Excel or WPS and save it again as .xlsx, or save the sheet as CSV",
        "请用 Excel 或 WPS 打开后重新保存为 .xlsx，或将工作表另存为 CSV",
    ),
    (
        "open it in Excel or WPS and save it again as .xlsx",
        "请用 Excel 或 WPS 打开后重新保存为 .xlsx",
    ),
    ("open it in Excel or WPS and save it again", "请用 Excel 或 WPS 打开后重新保存"),
    (
        "copy it again from its origin, or open it in Excel or WPS and save it again",
        "请从原处重新复制，或用 Excel、WPS 打开后重新保存",
    ),
    ("the workbook is protected by a password", "工作簿设有密码"),
    ("save it without a password", "请保存为不带密码的文件"),
    ("the workbook has {} sheets, more than {}", "工作簿有 {0} 张工作表，多于 {1} 张"),
    ("keep the sheets of the dataset", "请只保留数据所在的工作表"),
    ("the workbook has no sheet with cells", "工作簿中没有含单元格的工作表"),
    ("no sheet holds a table: {}", "各工作表均不是数据表：{0}"),
    (
        "name each sheet after one of {} (or its Chinese name, 园区)",
        "请用以下表名之一为工作表命名：{0t}",
    ),
    ("the sheet has more than {} merged ranges", "工作表有超过 {0} 处合并单元格"),
    ("split the merged cells, each row needs its own values", "请取消合并，每行填写各自的值"),
    (
        "a cell beyond column {} ({}); the rest was not read",
        "第 {0} 列（{1}）以外还有单元格，其余未读取",
    ),
    ("delete what stands to the right of the table", "请删去表格右侧的内容"),
    (
        "the rows of the sheet are not in their order; the rest was not read",
        "工作表中行的次序错乱，其余未读取",
    ),
    ("the workbook is larger than {} bytes", "工作簿超过 {0b}"),
    ("the workbook has {} parts, more than {}", "工作簿有 {0} 个部件，多于 {1} 个"),
    ("the workbook unpacks to more than {} bytes", "工作簿解压后超过 {0b}"),
    ("{} in the workbook unpacks to more than {} bytes", "工作簿中的 {0} 解压后超过 {1b}"),
    (
        "{} in the workbook holds a text of more than {} bytes",
        "工作簿中的 {0} 含有超过 {1b} 的连续文字",
    ),
    (
        "delete what is not part of the table, or save each sheet as \"CSV UTF-8\"",
        "请删去不属于表格的内容，或将各工作表另存为“CSV UTF-8”",
    ),
    (
        "a part of the workbook is named {}, outside of the workbook",
        "工作簿的一个部件名为 {0}，指向工作簿之外",
    ),
    (
        "this file was not made by a spreadsheet program; do not trust it",
        "此文件不是由表格软件生成的，请勿使用",
    ),
    (
        "{} in the workbook defines entities, which no spreadsheet program writes",
        "工作簿中的 {0} 含有实体定义，表格软件不会生成此类内容",
    ),
    ("this file was made to do harm; do not trust it", "此文件可能含有恶意内容，请勿使用"),
    ("{} in the workbook is not in UTF-8", "工作簿中的 {0} 不是 UTF-8 编码"),
    (
        "the workbook says that it holds {} texts, more than its size allows",
        "工作簿声明含有 {0} 条文字，与文件大小不符",
    ),
    // Notes. The place stands before them.
    (
        "{}, row {}, column \"{}\": \"{}\" was read as {}, estimated",
        "{0p}，第 {1} 行，“{2}”列：“{3}”读作 {4w}，为估计值",
    ),
    (
        "{}, row {}, column \"{}\": \"{}\" was read as {}, at least",
        "{0p}，第 {1} 行，“{2}”列：“{3}”读作 {4w}，为下限",
    ),
    (
        "{}, row {}, column \"{}\": \"{}\" was read as {}, at most",
        "{0p}，第 {1} 行，“{2}”列：“{3}”读作 {4w}，为上限",
    ),
    (
        "{}, row {}, column \"{}\": \"{}\" was read as {}",
        "{0p}，第 {1} 行，“{2}”列：“{3}”读作 {4w}",
    ),
    (
        "{}: column \"{}\": more cells read in this way: {}",
        "{0p}：“{1}”列另有 {2} 处按同样方式读取",
    ),
    (
        "{}: column \"{}\": formulas whose stored results were read: {}",
        "{0p}：“{1}”列有 {2} 个公式，读取的是保存的结果",
    ),
    (
        "{}: column \"{}\": merged cells whose value each row was given: {}",
        "{0p}：“{1}”列有 {2} 个合并单元格，各行均取其值",
    ),
    ("{}: column \"{}\": converted, {}", "{0p}：“{1}”列已换算，{2}"),
    (
        "{}: column {} not imported: names, telephone numbers and e-mail addresses of persons stay out",
        "{0p}：“{1}”列未导入：个人姓名、电话和电子邮箱不予收录",
    ),
    (
        "{}: texts that held telephone numbers or e-mail addresses, which stay out: {}",
        "{0p}：有 {1} 处文字含有电话或电子邮箱，已略去",
    ),
    ("{}: passed over above the header: {}", "{0p}：表头上方的内容已略过：{1}"),
    ("{}: taken for {} ({}) by its header", "{0p}：根据表头判断为“{2}”表"),
    ("{}: read as {}", "{0p}：按 {1} 编码读取"),
    (
        "{}: left aside, not a CSV, XLSX or JSON Lines file",
        "{0}：已略过，不属于 CSV、XLSX 或 JSON Lines 文件",
    ),
    (
        "{}, sheet \"{}\": left aside, neither its name nor its header tells a table",
        "{0}，工作表“{1}”：已略过，根据名称和表头均无法判断是哪张表",
    ),
];
