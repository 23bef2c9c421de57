using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using AccelSim.Tests.Explore.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Reports;

public sealed class TextTableTests
{
    private static readonly Gen<(TextColumn[] Columns, TextRow[] Rows)> Tables =
        Gen.Int[1, 5].SelectMany(n => Gen.Select(Gen.Bool.Array[n], SampleSheets.HostileText.Array[n].Array[0, 6])
            .Select((numbers, cells) => (
                numbers.Select((number, i) => new TextColumn($"column_{i}", i % 2 == 0 ? "" : "GB/s", number)).ToArray(),
                cells.Select((c, i) => new TextRow([.. c], i % 3 == 2 ? "a reason that is long enough to be wrapped below the row it belongs to" : "")).ToArray())));

    [Test]
    public void No_line_of_rows_is_wider_than_the_terminal() =>
        Gen.Select(Tables, Gen.Int[40, 120]).Sample((table, width) =>
        {
            string text = TextTable.Render(table.Columns, table.Rows, width);
            Assert.That(text.Split('\n').Select(TextWidth.Of), Is.All.LessThanOrEqualTo(width));
        });

    [Test]
    public void With_room_every_cell_is_there_in_full() =>
        Tables.Sample(table =>
        {
            string text = TextTable.Render(table.Columns, table.Rows, 0);
            foreach (string cell in table.Rows.SelectMany(r => r.Cells)) Assert.That(text, Does.Contain(TextWidth.OneLine(cell).Trim()));
        });

    [Test]
    public void Numbers_stand_right_and_units_under_their_titles() =>
        Assert.That(TextTable.Render([new("format"), new("latency", "us", true)], [new(["int8", "7"], ""), new(["mxfp4", "1234.5"], "promoted to int8")], 80), Is.EqualTo(
            """
                    latency
            format     (us)
            ------  -------
            int8          7
            mxfp4    1234.5
                promoted to int8

            """));

    [Test]
    public void Different_texts_never_look_the_same_when_shortened() =>
        Gen.Select(Gen.Int[0, 9].Array[1, 8], Gen.Int[30, 60]).Sample((digits, width) =>
        {
            TextRow[] rows = [.. digits.Distinct().Select(d => new TextRow([$"sq(int8/int4,b=64,with a long name {d} in its middle,s=0.875)", "1"]))];
            string[] lines = TextTable.Render([new("format"), new("n", "", true)], rows, width).Split('\n');
            Assert.That(lines.Skip(2).Take(rows.Length), Is.Unique);
        });

    [Test]
    public void Columns_that_do_not_fit_are_named()
    {
        string text = TextTable.Render([new("machine"), new("a_rather_long_metric", "", true), new("another_one", "", true)], [new(["m", "123456789012345", "123456789012345"])], 30);
        Assert.That(text, Does.EndWith("1 column does not fit:\nanother_one. Widen the\nterminal, or use --format csv.\n"));
    }

    [Test]
    public void What_is_the_same_in_every_row_stands_once_above()
    {
        ResultSheet sheet = SampleSheets.Sheet(["workload.batch"],
            SampleSheets.Row(0, axes: ["1"], values: [(Metrics.Cycles, 1234567), (Metrics.LatencyUs, 0.123456789)]),
            SampleSheets.Row(1, axes: ["8"], status: PointStatus.Infeasible, reason: "tile of 4 MiB does not fit the scratchpad of 256 KiB"));
        string text = ResultText.Render(sheet, null, 80);
        Assert.That(text, Does.StartWith("machine sq-next, workload llama-3.1-8b, operation total\n\n"));
        Assert.That(text, Does.Contain("1,234,567").And.Contain("0.12346").And.Contain("infeasible"));
        Assert.That(text, Does.EndWith("\n    tile of 4 MiB does not fit the scratchpad of 256 KiB\n"));
    }

    [Test]
    public void A_column_that_is_not_there_is_refused_by_name() =>
        Assert.That(() => ResultText.Render(SampleSheets.Sheet([]), ["latencies"], 80), Throws.ArgumentException.With.Message.StartsWith("latencies: there is no such column"));

    [TestCase(0, "0")]
    [TestCase(1234.5678, "1234.6")]
    [TestCase(0.000123456, "0.00012346")]
    [TestCase(98765.4, "98,765")]
    [TestCase(1.5e12, "1.5E+12")]
    [TestCase(-3e-7, "-3E-7")]
    public void Reals_are_written_with_five_digits(double value, string text) => Assert.That(CellText.Real(value), Is.EqualTo(text));

    [Test]
    public void East_Asian_letters_take_two_columns() => Assert.That(TextWidth.Of("漢字é"), Is.EqualTo(5));
}
