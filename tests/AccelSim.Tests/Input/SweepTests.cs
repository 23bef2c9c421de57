using System.Numerics;
using AccelSim.Input.Sweeps;
using AccelSim.Input.Yaml;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

public sealed class SweepTests
{
    private const string Head = "accelsim: 1\nkind: sweep\nname: s\nmachines: [sq-next, dense-next]\ngemm: {m: 1, n: 64, k: 64, weights: int8, activations: int8}\n";

    private static Sweep Read(string tail)
    {
        ReadResult<Sweep> read = Installation.Read(SweepFile.Kind, Head + tail);
        Assert.That(Installation.Messages(read), Is.Empty);
        return read.Value!;
    }

    private static string[] Problems(string tail) => Installation.Messages(Installation.Read(SweepFile.Kind, Head + tail));

    private static IEnumerable<SweepPoint> All(Sweep sweep)
    {
        for (long n = 0; n < sweep.Combinations; n++) yield return sweep.Point(n);
    }

    [Test]
    public void Points_run_in_order_with_the_last_axis_fastest()
    {
        Sweep sweep = Read("axes:\n  - key: gemm.m\n    values: [1, 2, 3]\n  - key: clock\n    values: [1 GHz, 2 GHz]\n");
        Assert.That(sweep.Columns, Is.EqualTo(new[] { "gemm.m", "clock" }));
        Assert.That(All(sweep).Select(p => $"{p.Machine} {string.Join(' ', p.Cells)}").Take(7), Is.EqualTo(new[]
        {
            "sq-next 1 1 GHz", "sq-next 1 2 GHz", "sq-next 2 1 GHz", "sq-next 2 2 GHz", "sq-next 3 1 GHz", "sq-next 3 2 GHz", "dense-next 1 1 GHz",
        }));
    }

    [Test]
    public void A_point_is_the_mixed_radix_number_of_its_entries() =>
        Gen.Int[1, 7].Array[1, 5].Sample(sizes =>
        {
            string[] keys = ["gemm.m", "gemm.n", "gemm.k", "cores", "scratchpad.banks"];
            Sweep sweep = Read("axes:\n" + string.Concat(sizes.Select((size, i) => $"  - key: {keys[i]}\n    range: {{from: 1, to: {size}, step: 1}}\n")));
            Assert.That(sweep.Combinations, Is.EqualTo((BigInteger)(2 * sizes.Aggregate(1, (a, b) => a * b))));
            foreach (SweepPoint point in All(sweep))
            {
                long number = point.Machine == "sq-next" ? 0 : 1;
                for (int i = 0; i < sizes.Length; i++) number = number * sizes[i] + int.Parse(point.Cells[i], System.Globalization.CultureInfo.InvariantCulture) - 1;
                Assert.That(number, Is.EqualTo(point.Number));
            }
        }, iter: 30);

    [Test]
    public void Keys_go_to_the_machine_or_without_their_prefix_to_the_work()
    {
        Sweep sweep = Read("set: {gemm.k: 128, cores: 4}\naxes:\n  - key: gemm.m\n    values: [5]\n  - key: clock\n    values: [1 GHz]\n");
        SweepPoint point = sweep.Point(0);
        Assert.That(point.MachineOverrides.Select(o => o.Key), Is.EqualTo(new[] { "cores", "clock" }));
        Assert.That(point.WorkOverrides.Select(o => o.Key), Is.EqualTo(new[] { "k", "m" }));
        Assert.That(point.Workload, Is.EqualTo("gemm"));
    }

    [Test]
    public void Linked_keys_move_together_and_their_label_sets_nothing()
    {
        Sweep sweep = Read("axes:\n  - name: scheme\n    linked:\n      - {scheme: W8, gemm.weights: int8, cores: 2}\n      - {scheme: W4, gemm.weights: int4}\n");
        Assert.That(sweep.Columns, Is.EqualTo(new[] { "scheme", "gemm.weights", "cores" }));
        Assert.That(sweep.Point(1).Cells, Is.EqualTo(new[] { "W4", "int4", "" }));
        Assert.That(sweep.Point(1).MachineOverrides, Is.Empty);
        Assert.That(sweep.Point(1).WorkOverrides.Single().Key, Is.EqualTo("weights"));
    }

    [Test]
    public void Excluded_combinations_keep_their_number()
    {
        Sweep sweep = Read("axes:\n  - key: gemm.m\n    values: [1, 2, 4]\nconstraints:\n  - gemm.m != 2\n");
        Assert.That(All(sweep).Select(p => p.Excluded), Is.EqualTo(new[] { false, true, false, false, true, false }));
        Assert.That(sweep.Point(2).Cells.Single(), Is.EqualTo("4"));
    }

    [TestCase("gemm.m >= 2 and gemm.m * 2 <= 6", ExpectedResult = "2 3")]
    [TestCase("not (gemm.m == 1 or gemm.m == 4)", ExpectedResult = "2 3")]
    [TestCase("gemm.m % 2 == 0", ExpectedResult = "2 4")]
    [TestCase("gemm.m in (1, 2 + 2)", ExpectedResult = "1 4")]
    [TestCase("-gemm.m + 10 / 4 > 0", ExpectedResult = "1 2")]
    [TestCase("clock >= 1.5 GHz or gemm.m == 3", ExpectedResult = "3")]
    [TestCase("clock == 1000 MHz", ExpectedResult = "1 2 3 4")]
    [TestCase("machine == 'sq-next'", ExpectedResult = "1 2 3 4")]
    [TestCase("gemm.m == 1 or gemm.m == 2 and gemm.m == 3", ExpectedResult = "1")]
    [TestCase("gemm.m - 1 - 1 == 0", ExpectedResult = "2")]
    public string Constraints_choose_by_value(string condition)
    {
        Sweep sweep = Read($"axes:\n  - key: clock\n    values: [1 GHz]\n  - key: gemm.m\n    values: [1, 2, 3, 4]\nconstraints: [\"{condition}\"]\n");
        return string.Join(' ', All(sweep).Where(p => p is { Excluded: false, Machine: "sq-next" }).Select(p => p.Cells[1]));
    }

    [TestCase("gemm.m >> 2", 11, "'>' is not expected here; a value is needed")]
    [TestCase("gemm.mm > 2", 3, "'gemm.mm' is not a swept key; did you mean 'gemm.m'?")]
    [TestCase("gemm.m > 'two'", 12, "this is a text; a number is needed")]
    [TestCase("gemm.m == 'two'", 10, "a number never equals a text")]
    [TestCase("gemm.m", 3, "this is a number; a condition is needed")]
    [TestCase("gemm.m > 2 gemm.m", 14, "'gemm.m' is not expected here")]
    [TestCase("(gemm.m > 2", 14, "')' is needed here")]
    [TestCase("machine == 'x", 14, "this text has no closing quote")]
    [TestCase("gemm.m > 2 and", 17, "the condition ends here; a value is needed")]
    [TestCase("gemm.m > 2 $ 3", 14, "'$' means nothing in a condition")]
    public void A_bad_constraint_is_reported_at_its_column(string condition, int column, string message)
    {
        string[] problems = Problems($"axes:\n  - key: gemm.m\n    values: [1, 2]\nconstraints:\n- {condition}\n");
        Assert.That(problems, Has.Length.EqualTo(1));
        Assert.That(problems[0], Does.StartWith($"test.yaml:10:{column}: constraints[0]: "), "the condition begins in column 3");
        Assert.That(problems[0], Does.Contain(message));
    }

    [TestCase("range: {from: 0.25, to: 1, step: 0.25}", "clock_under_load", "0.25|0.5|0.75|1")]
    [TestCase("range: {from: 1 GHz, to: 2000 MHz, step: 250 MHz}", "clock", "1 GHz|1.25 GHz|1.5 GHz|1.75 GHz|2 GHz")]
    [TestCase("log: {from: 1, to: 100, factor: 4}", "cores", "1|4|16|64")]
    [TestCase("log: {from: 1, to: 64, points: 4}", "cores", "1|4|16|64")]
    [TestCase("log: {from: 1 KiB, to: 8 KiB, points: 4}", "scratchpad.capacity", "1 KiB|2 KiB|4 KiB|8 KiB")]
    public void Ranges_spell_out_their_values(string range, string key, string values)
    {
        Assert.That(Read($"axes:\n  - key: {key}\n    {range}\n").Axes[1].Entries.Select(e => e.Cell(key)), Is.EqualTo(values.Split('|')));
    }

    [TestCase("axes:\n  - key: gemm.m\n    values: []\n", "axes[0].values: has 0 items")]
    [TestCase("axes:\n  - key: gemm.mm\n    values: [1]\n", "gemm.mm: unknown key; did you mean 'gemm.m'?")]
    [TestCase("axes:\n  - key: tensor_unit.rowz\n    values: [1]\n", "tensor_unit.rowz: unknown key; did you mean 'tensor_unit.rows'?")]
    [TestCase("axes:\n  - key: workload.batch\n    values: [1]\n", "workload.batch: this sweep runs one gemm; keys of the work begin with 'gemm.'")]
    [TestCase("axes:\n  - key: gemm.m\n    values: [1, x]\n", "test.yaml:8:17: gemm.m: 'x' is not allowed")]
    [TestCase("axes:\n  - key: gemm.weights\n    values: [int8, int99]\n", "gemm.weights: unknown format 'int99'")]
    [TestCase("axes:\n  - key: gemm.weights\n    values: [int8, sq(int8/int4,b=64,s=0.875)]\n", "inside [ ] and { } a format with commas needs quotes")]
    [TestCase("axes:\n  - key: gemm.m\n    values: [1]\n  - key: gemm.m\n    values: [2]\n", "gemm.m: is swept by two axes; keep one")]
    [TestCase("axes:\n  - key: gemm.m\n", "exactly one of values, range, log and linked; this one has 0")]
    [TestCase("axes:\n  - key: gemm.m\n    range: {from: 4, to: 1, step: 1}\n", "to '1' is below from '4'")]
    [TestCase("axes:\n  - key: gemm.m\n    range: {from: 1, to: 4, step: 0}\n", "step '0' must be positive")]
    [TestCase("axes:\n  - key: gemm.m\n    log: {from: 1, to: 4}\n", "exactly one of factor and points")]
    [TestCase("axes:\n  - key: machine\n    values: [sq-next]\n", "an axis sets machine as well")]
    [TestCase("attention: {kv_len: 4}\n", "exactly one of workloads, gemm and attention; this one names 2")]
    [TestCase("set: {rows: 4}\n", "rows: unknown key; did you mean 'tensor_unit.rows'?")]
    public void A_sweep_that_cannot_run_says_why(string tail, string message) => Assert.That(Problems(tail), Has.Some.Contains(message));

    [Test]
    public void A_machine_that_is_not_there_is_named_with_a_suggestion()
    {
        ReadResult<Sweep> read = Installation.Read(SweepFile.Kind, Head.Replace("dense-next", "dense-nxt", StringComparison.Ordinal));
        Assert.That(Installation.Messages(read), Has.One.Contains("machine: 'dense-nxt': no file and no shipped machine of this name; did you mean 'dense-next'?"));
    }

    [Test]
    public void A_huge_sweep_is_counted_not_built()
    {
        string[] keys = ["gemm.m", "gemm.n", "gemm.k", "cores", "scratchpad.banks"];
        Sweep sweep = Read("axes:\n" + string.Concat(keys.Select(k => $"  - key: {k}\n    range: {{from: 1, to: 10000, step: 1}}\n")));
        Assert.That(sweep.Combinations, Is.EqualTo(2 * BigInteger.Pow(10_000, 5)));
        Assert.That(sweep.Point(123_456_789_012).Cells[4], Is.EqualTo("9013"));
    }

    [Test]
    public void The_quickstart_has_its_schemes_on_three_machines_and_at_least_300_points()
    {
        Sweep sweep = SweepFile.Kind.Load("quickstart", [], Installation.Files).Value!;
        SweepPoint[] points = [.. All(sweep).Where(p => !p.Excluded)];
        Assert.That(points, Has.Length.GreaterThanOrEqualTo(300));
        Assert.That(points.Select(p => p.Machine).Distinct(), Is.EquivalentTo(new[] { "sq-next", "dense-next", "mx-next" }));
        Assert.That(points.Select(p => p.Cells[0]).Distinct(),
            Is.EqualTo(new[] { "W8A8", "W4A8", "W6A8", "W4A4", "2:4", "MXFP8", "MXFP4", "NVFP4", "W(SQ)A4", "W(SQ)A8", "W4A(SQ)" }));
    }

    [Test]
    public void A_sweep_written_out_reads_back_with_the_same_points()
    {
        Sweep sweep = Read("set: {cores: 4}\naxes:\n  - name: scheme\n    linked:\n      - {scheme: a, gemm.weights: 'sq(int8/int4,b=64,s=0.875)'}\n      - {scheme: b, gemm.weights: int4}\n"
            + "  - key: gemm.m\n    log: {from: 1, to: 64, factor: 2}\nconstraints: [gemm.m != 2]\nmaximize: [tops]\n");
        ReadResult<Sweep> again = Installation.Read(SweepFile.Kind, SweepFile.Kind.Write(sweep));
        Assert.That(Installation.Messages(again), Is.Empty);
        Assert.That(All(again.Value!).Select(p => (p.Machine, string.Join('|', p.Cells), p.Excluded)), Is.EqualTo(All(sweep).Select(p => (p.Machine, string.Join('|', p.Cells), p.Excluded))));
    }

    [Test]
    public void Columns_of_plots_may_be_swept_keys_labels_and_metrics()
    {
        Sweep sweep = Read("axes:\n  - name: regime\n    linked:\n      - {regime: small, gemm.m: 1}\n      - {regime: large, gemm.m: 64}\n"
            + "minimize: [gemm.m]\nmaximize: [tops]\ngroup_by: machine\npanel_by: regime\n");
        Assert.That((sweep.GroupBy, sweep.PanelBy), Is.EqualTo(("machine", "regime")));
    }

    [Test]
    public void A_column_that_the_results_will_not_have_is_refused_before_anything_runs()
    {
        string[] problems = Problems("minimize: [latency]\nmaximize: [topz]\ngroup_by: gemm.m\npanel_by: machin\n");
        Assert.That(problems, Has.Length.EqualTo(4));
        Assert.That(problems[1], Does.Contain("maximize[0]: 'topz' is no column of the results; did you mean 'tops'?"));
        Assert.That(problems[3], Does.Contain("panel_by: 'machin' is no column of the results; did you mean 'machine'?"));
    }

    [Test]
    public void A_goal_must_be_a_number_and_a_mistake_in_the_work_hides_none_elsewhere()
    {
        string[] problems = Problems("minimize: [status]\nmaximize: [bound, tops]\n");
        Assert.That(problems, Has.Length.EqualTo(2));
        Assert.That(problems[0], Does.Contain("minimize[0]: 'status' is no measure of a point; a number is needed"));
        Assert.That(problems[1], Does.Contain("maximize[0]: 'bound' is no measure"));
        string wrong = Head.Replace("[sq-next", "[nope", StringComparison.Ordinal).Replace("{m: 1", "{m: 0", StringComparison.Ordinal) + "minimize: [nocol]\n";
        Assert.That(Installation.Messages(Installation.Read(SweepFile.Kind, wrong)), Has.Exactly(1).Contains("'nope'").And.Exactly(1).Contains("gemm.m: '0'").And.Exactly(1).Contains("'nocol'"));
    }

    [Test]
    public void A_column_that_nothing_computes_yet_is_refused_as_a_goal()
    {
        foreach (Metric metric in Metrics.All.Where(m => !m.IsModelled))
            Assert.That(Problems($"minimize: [latency_us, {metric.Name}]\n"), Has.Exactly(1).Contains($"minimize[1]: '{metric.Name}' is empty in every row"));
        Assert.That(Problems("minimize: [latency_us]\nmaximize: [tops]\n"), Is.Empty);
    }
}
