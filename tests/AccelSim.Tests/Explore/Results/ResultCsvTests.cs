using System.Globalization;
using System.Text;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

public sealed class ResultCsvTests
{
    private static readonly string Header = string.Join(',', new ResultTable(["workload.batch"], []).Columns);

    private static readonly int Always = Metrics.All.Count(m => !m.IsOccasional);

    private static string Line(string leading, string cycles = "") =>
        leading + "," + cycles + new string(',', Always - 1);

    [Test]
    public void Every_table_comes_back_as_it_was_written() =>
        SampleSheets.Any.Sample(sheet =>
        {
            ResultSheet back = SampleSheets.Read(SampleSheets.Text(sheet));
            Assert.That(back.Columns, Is.EqualTo(sheet.Columns));
            Assert.That(back.Rows, Has.Length.EqualTo(sheet.Rows.Length));
            for (int row = 0; row < sheet.Rows.Length; row++)
                Assert.That(back.Cells().ElementAt(row), Is.EqualTo(sheet.Cells().ElementAt(row)));
        });

    [Test]
    public void Rewriting_a_table_that_was_read_gives_the_same_bytes() =>
        SampleSheets.Any.Sample(sheet =>
        {
            string text = SampleSheets.Text(sheet);
            Assert.That(SampleSheets.Text(SampleSheets.Read(text)), Is.EqualTo(text));
        });

    [Test]
    public void The_file_has_no_byte_order_mark_and_ends_lines_with_LF()
    {
        byte[] bytes = SampleSheets.Bytes(SampleSheets.Sheet([], SampleSheets.Row(0, values: [(Metrics.Cycles, 7), (Metrics.LatencyUs, 0.5)])));
        Assert.That(Encoding.UTF8.GetString(bytes), Does.StartWith("point,machine,workload,operation,repeats,status,reason,cycles,latency_us,"));
        Assert.That(bytes, Does.Not.Contain((byte)'\r'));
        Assert.That(bytes[^1], Is.EqualTo((byte)'\n'));
        Assert.That(Encoding.UTF8.GetString(bytes), Does.Contain("\n0,sq-next,llama-3.1-8b,total,1,ok,,7,0.5,"));
    }

    [Test]
    public void The_bytes_do_not_depend_on_the_culture()
    {
        ResultSheet sheet = SampleSheets.Sheet([], SampleSheets.Row(0, values: [(Metrics.Tops, 1234.5)]));
        byte[] invariant = SampleSheets.Bytes(sheet);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // InvariantGlobalization knows no other culture by name, so the decimal comma is set by hand.
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NegativeSign = "~" };
            CultureInfo.CurrentCulture = comma;
            Assert.That(1.5.ToString(CultureInfo.CurrentCulture), Is.EqualTo("1,5"), "the culture has no effect, so this test shows nothing");
            Assert.That(SampleSheets.Bytes(sheet), Is.EqualTo(invariant));
            Assert.That(SampleSheets.Read(Encoding.UTF8.GetString(invariant)).Rows[0].Metrics.Number(Metrics.Tops), Is.EqualTo(1234.5));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Swept_keys_are_the_columns_between_reason_and_cycles()
    {
        ResultSheet sheet = SampleSheets.Read(
            "point,machine,workload,operation,repeats,status,reason,memory.channels,workload.batch,cycles\n3,m,w,total,1,ok,,8,32,100\n");
        Assert.That(sheet.Table.AxisNames, Is.EqualTo(new[] { "memory.channels", "workload.batch" }));
        Assert.That(sheet.Rows[0].Axes, Is.EqualTo(new[] { "8", "32" }));
        Assert.That(sheet.Rows[0].Metrics.Number(Metrics.Cycles), Is.EqualTo(100));
        Assert.That(sheet.Rows[0].Metrics.Has(Metrics.LatencyUs), Is.False, "an absent metric is unknown, not 0");
    }

    [Test]
    public void An_occasional_column_is_there_where_a_row_knows_it()
    {
        ResultSheet without = SampleSheets.Sheet([], SampleSheets.Row(0, values: [(Metrics.Cycles, 7)]));
        ResultSheet with = SampleSheets.Sheet([], without.Rows[0], SampleSheets.Row(1, values: [(Metrics.Cycles, 7), (Metrics.ScaleSimCycles, 6)]));
        Assert.That(without.Columns, Does.Not.Contain("scalesim_cycles"));
        Assert.That(with.Columns[^1], Is.EqualTo("scalesim_cycles"));
        Assert.That(with.Cells().Select(r => r.Last()), Is.EqualTo(new[] { "", "6" }));
    }

    [Test]
    public void Unknown_columns_after_cycles_are_kept()
    {
        ResultSheet sheet = SampleSheets.Read(
            "point,machine,workload,operation,repeats,status,reason,cycles,carbon_g,tops\n0,m,w,total,1,ok,,5,0.25,9\n");
        Assert.That(sheet.ExtraColumns, Is.EqualTo(new[] { "carbon_g" }));
        Assert.That(sheet.Column("carbon_g")!.Number(0), Is.EqualTo(0.25));
        Assert.That(sheet.Column("tops")!.Number(0), Is.EqualTo(9));
    }

    [Test]
    public void CRLF_and_a_byte_order_mark_from_a_spreadsheet_are_accepted()
    {
        string text = "\uFEFF" + Header + "\r\n" + Line("4,m,w,total,1,ok,,16", "12") + "\r\n";
        Assert.That(SampleSheets.Read(text).Rows[0].Metrics.Number(Metrics.Cycles), Is.EqualTo(12));
    }

    [Test]
    public void Every_bad_cell_of_a_file_is_reported_at_once()
    {
        string text = Header + "\n"
            + Line("-1,m,w,total,1,ok,,16", "12") + "\n"
            + Line("1,m,w,total,one,fine,\"two\nlines\",16", "1.5") + "\n"
            + Line("2,m,w,total,1,ok,,16", "NaN") + "\n"
            + "3,m\n";
        Assert.That(SampleSheets.Problems(text), Is.EqualTo(new[]
        {
            "t.csv:2:1: point: '-1' is not a whole number from 0",
            "t.csv:3:13: repeats: 'one' is not a whole number from 0",
            "t.csv:3:17: status: 'fine' is not one of ok, infeasible, failed",
            "t.csv:3:37: cycles: '1.5' is not a whole number; it is a count",
            "t.csv:5:22: cycles: 'NaN' is not a finite number; unknown is an empty cell",
            $"t.csv:6:1: 2 cells; the header names {Always + 8} columns",
        }));
    }

    [TestCase("", "t.csv: is empty; the first line must name the columns, point first")]
    [TestCase("a,b\n1,2\n", "t.csv:1:1: point: column 1 is 'a'; a results table begins with point,machine,workload,operation,repeats,status,reason")]
    [TestCase("point,machine,workload,operation,repeats,status,reason,x\n", "t.csv:1:1: cycles: there is no such column; it follows the swept keys and begins the metrics")]
    [TestCase("point,machine,workload,operation,repeats,status,reason,cycles,tops,tops\n", "t.csv:1:68: tops: the column is there more than once; each may appear once")]
    public void A_file_that_is_no_results_table_says_why(string text, string problem) =>
        Assert.That(SampleSheets.Problems(text), Does.Contain(problem));

    [Test]
    public void A_quote_that_is_never_closed_is_reported_where_it_begins() =>
        Assert.That(SampleSheets.Problems(Header + "\n" + Line("0,\"m,w,total,1,ok,,16", "12") + "\n"),
            Does.Contain("t.csv:2:1: a quoted cell is never closed; a cell ends with \" before the comma or line end"));

    [Test]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Assert.That(ResultCsv.Read("t.csv", [0xFF, 0xFE, 0x00]).Problems.Single().ToString(), Is.EqualTo("t.csv: is not UTF-8 text; results are UTF-8 CSV"));

    [Test]
    public void A_missing_file_is_one_problem() =>
        Assert.That(ResultCsv.ReadFile("no/such.csv").Problems.Single().ToString(), Does.StartWith("no/such.csv: cannot be read: there is no such"));

    [Test]
    public void Arbitrary_text_never_makes_the_reader_throw() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.OneOf(',', '"', '\n', '\r')), 0, 60].Sample(tail =>
        {
            ResultReading reading = ResultCsv.Read("t.csv", Encoding.UTF8.GetBytes(Header + "\n" + tail));
            Assert.That(reading.Sheet is null, Is.EqualTo(reading.Problems.Length > 0));
        });
}
