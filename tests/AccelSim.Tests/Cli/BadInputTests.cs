using NUnit.Framework;

namespace AccelSim.Tests.Cli;

/// <summary>Bad input: exit 2, one line per problem with what is allowed, nothing written, never a stack trace.</summary>
public sealed class BadInputTests
{
    private static readonly string[] Gemm = ["gemm", "--machine", "sq-next", "--m", "64", "--n", "64", "--k", "64", "--weights", "int8", "--activations", "int8"];

    private static string[] Problems(Workplace place, params string[] arguments)
    {
        string[] before = place.Entries();
        Outcome outcome = place.Run(arguments);
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")), outcome.Error);
        Assert.That(outcome.Error, Does.Not.Contain("   at ").And.Not.Contain("Exception").And.EndsWith("\n"));
        Assert.That(place.Entries(), Is.EqualTo(before));
        return outcome.Messages;
    }

    private static string[] Problems(params string[] arguments)
    {
        using var place = new Workplace();
        return Problems(place, arguments);
    }

    private static string[] SweepProblems(string text)
    {
        using var place = new Workplace();
        place.Write("s.yaml", text);
        return Problems(place, "sweep", "@/s.yaml", "--out", "@/out");
    }

    [TestCase("name,m,n,k\na,64,64,64,9\n", "run", "sq-next", "@/a.csv")]
    [TestCase("machine,dtype,m,n,k,latency_us\nh100_sxm,bfloat16,64,64,64,230,5\n", "verify", "silicon", "--data", "@/a.csv")]
    public void A_cell_beyond_the_header_is_refused(string text, params string[] arguments)
    {
        using var place = new Workplace();
        place.Write("a.csv", text);
        Assert.That(Problems(place, arguments)[0], Does.Match(@"a\.csv:2:\d+: '\d' is beyond the \d columns of the header"));
    }

    [TestCase("name,m,n,k\na,64,64,64\n\"b,64,64,64\nc,64,64,64\n", "3:1", "run", "sq-next", "@/a.csv")]
    [TestCase("machine,dtype,m,n,k,latency_us,note\nh100_sxm,bfloat16,64,64,64,230,\"a \"\"b\"\" \n", "2:32", "verify", "silicon", "--data", "@/a.csv")]
    public void A_quote_that_is_never_closed_is_refused_where_it_begins(string text, string at, params string[] arguments)
    {
        using var place = new Workplace();
        place.Write("a.csv", text);
        Assert.That(Problems(place, arguments)[0], Does.EndWith($"a.csv:{at}: the quote that begins here is never closed; \" inside quotes is written \"\""));
    }

    [Test]
    public void Quotes_that_are_closed_are_none_of_that()
    {
        using var place = new Workplace();
        place.Write("a.csv", "name,m,n,k\n\"a \"\"b\"\", c\",64,64,64\n5\"\" tile,64,64,64\n\"two\nlines\",64,64,64\n");
        Assert.That(place.Run("run", "systolic-32x32", "@/a.csv", "--set", "workload.formats.weights=int8", "--set", "workload.formats.activations=int8").Messages, Has.None.Contain("quote"));
    }

    [Test]
    public void A_column_named_twice_and_a_trace_without_requests_are_refused()
    {
        using var place = new Workplace();
        place.Write("a.csv", "machine,dtype,m,n,k,latency_us,latency_us\nh100_sxm,bfloat16,64,64,64,230,5\n");
        Assert.That(Problems(place, "verify", "silicon", "--data", "@/a.csv")[0], Does.EndWith("latency_us: the column occurs twice; one is needed"));
        place.Write("t.trace", "# nothing\n");
        Assert.That(Problems(place, "dram", "--standard", "hbm3", "--pattern", "trace", "@/t.trace")[0], Does.EndWith("holds no request; a line is R|W ADDRESS [CLOCK]"));
    }

    [TestCase("; keys of the work begin with 'workload.'", "run", "sq-next", "llama-3.1-8b", "--set", "batch=2")]
    [TestCase("; keys of the work begin with 'gemm.'", "gemm", "--machine", "sq-next", "--m", "1", "--n", "1", "--k", "1", "--weights", "int8", "--activations", "int8", "--set", "count=2")]
    public void A_key_without_its_prefix_is_told_where_it_belongs(string end, params string[] arguments) =>
        Assert.That(Problems(arguments)[0], Does.Contain(": unknown key; known are accelsim, ").And.EndsWith(end));

    [TestCase("accelsim: there is no 'rnu'; did you mean 'run'?", "rnu", "sq-next", "x")]
    [TestCase("accelsim list: there is no 'machine'; did you mean 'machines'?", "list", "machine")]
    [TestCase("accelsim list: needs one of machines, workloads, models, formats, dram, metrics, searches, sweeps", "list")]
    [TestCase("accelsim run: there is no option '--operatons'; did you mean '--operations'?", "run", "sq-next", "llama-3.1-8b", "--operatons")]
    [TestCase("accelsim run: 'x' is one word too many; quote values that contain spaces", "run", "sq-next", "llama-3.1-8b", "x")]
    [TestCase("accelsim run: WORKLOAD is missing: path or name of a workload or model", "run", "sq-next")]
    [TestCase("accelsim merge: --out DIR is missing: directory for the merged sweep", "merge", "x")]
    [TestCase("accelsim run: --out needs a value: DIR", "run", "sq-next", "llama-3.1-8b", "--out")]
    [TestCase("accelsim run: --out is empty; DIR is needed", "run", "sq-next", "llama-3.1-8b", "--out", "")]
    [TestCase("accelsim schema: --out is empty; DIR is needed", "schema", "--out", " ")]
    [TestCase("accelsim new machine: a word is empty", "new", "machine", "")]
    [TestCase("--format xml: is not allowed; one of table, csv, json is needed", "run", "sq-next", "llama-3.1-8b", "--format", "xml")]
    [TestCase("--engine quick: is not allowed; one of auto, fast, reference is needed", "sweep", "quickstart", "--engine", "quick")]
    [TestCase("--jobs 0: is not allowed; a whole number from 1 to 4096 is needed", "sweep", "quickstart", "--jobs", "0")]
    [TestCase("--jobs two: is not allowed; a whole number from 1 to 4096 is needed", "sweep", "quickstart", "--jobs", "two")]
    [TestCase("--max-points -5: is not allowed; a whole number from 1 to", "sweep", "quickstart", "--max-points", "-5")]
    [TestCase("--shard 2/2: is not a shard; I/N is needed with I from 0 to N-1, as in 0/8", "sweep", "quickstart", "--shard", "2/2")]
    [TestCase("sq-nxt: no file and no shipped machine of this name; did you mean 'sq-next'?", "run", "sq-nxt", "llama-3.1-8b")]
    [TestCase("zzz: no file and no shipped machine of this name; shipped are a100-sxm, ", "run", "zzz", "llama-3.1-8b")]
    [TestCase("llama-3.1-8: no shipped workload or model of this name, and no path; did you mean 'llama-3.1-8b'?", "run", "sq-next", "llama-3.1-8")]
    [TestCase("quickstrt: no file and no shipped sweep of this name; did you mean 'quickstart'?", "sweep", "quickstrt")]
    [TestCase("@/none.yaml: no such file", "run", "@/none.yaml", "llama-3.1-8b")]
    [TestCase("@/none.yaml: no such file", "run", "sq-next", "llama-3.1-8b", "--mapping", "@/none.yaml")]
    [TestCase("@/: is a directory; a YAML file is needed", "run", "@/", "llama-3.1-8b")]
    [TestCase("@/none.csv: cannot be read", "pareto", "@/none.csv", "--minimize", "a", "--maximize", "b", "--out", "@/x.png")]
    [TestCase("--out @/x.pdf: is not allowed; a name that ends in .png or .svg is needed", "pareto", "@/none.csv", "--minimize", "a", "--maximize", "b", "--out", "@/x.pdf")]
    public void A_wrong_command_line_is_answered_with_what_is_allowed(string message, params string[] arguments) =>
        Assert.That(Problems(arguments)[0], Does.StartWith(message));

    [TestCase("clok=2 GHz", "clok: unknown key; did you mean 'clock'?")]
    [TestCase("rows=3", "rows: unknown key; did you mean 'tensor_unit.rows'?")]
    [TestCase("clock", "has no '='; key=value is needed, as in --set 'clock=1.5 GHz'")]
    [TestCase("clock=2", "clock: '2' has no unit; a frequency is needed in Hz, kHz, MHz, GHz, as in '1.5 GHz'")]
    [TestCase("clock=2 GB", "clock: '2 GB' is a size; a frequency is needed in Hz, kHz, MHz, GHz")]
    [TestCase("clock=NaN GHz", "clock: 'NaN GHz' is not a frequency; a number and a unit are needed (Hz, kHz, MHz, GHz), as in '1.5 GHz'")]
    [TestCase("clock=-1 GHz", "clock: '-1 GHz' is")]
    [TestCase("clock=0 GHz", "clock: '0 GHz' is out of range")]
    [TestCase("cores=1e400", "cores: '1e400' is not allowed; a whole number from 1 to 1000000 is needed")]
    [TestCase("scratchpad.capacity=900000 TiB", "scratchpad.capacity: '900000 TiB' is out of range; 1 B to 1000 TB is allowed")]
    [TestCase("workload.btch=2", "workload.btch: unknown key; did you mean 'workload.batch'?")]
    [TestCase("workload.batch=-3", "workload.batch: '-3' is not allowed; a whole number from 1 to 1000000000 is needed")]
    [TestCase("workload.formats.kv=int9", "workload.formats.kv: unknown format 'int9'; did you mean 'int8'?")]
    [TestCase("gemm.m=4", "gemm.m: is no key here; keys of the work begin with 'workload.', keys of the machine stand bare")]
    public void A_wrong_key_or_value_is_said_of_the_option_as_typed(string set, string message) =>
        Assert.That(Problems("run", "sq-next", "llama-3.1-8b", "--set", set, "--out", "@/out")[0], Does.StartWith($"--set {set}: {message}"));

    [Test]
    public void All_problems_of_a_command_line_come_at_once() =>
        Assert.That(Problems("gemm", "--machine", "sq-nxt", "--m", "0", "--n", "NaN", "--k", "99999999999", "--weights", "int9", "--activations", "sq(int8/int4)"), Is.EqualTo(new[]
        {
            "sq-nxt: no file and no shipped machine of this name; did you mean 'sq-next'?",
            "--m 0: '0' is not allowed; a whole number from 1 to 2147483648 is needed",
            "--n NaN: 'NaN' is not allowed; a whole number from 1 to 2147483648 is needed",
            "--k 99999999999: '99999999999' is not allowed; a whole number from 1 to 2147483648 is needed",
            "--weights int9: unknown format 'int9'; did you mean 'int8'?",
            "--activations sq(int8/int4): sq(int8/int4): the bank size b is missing: write sq(HIGH/LOW,b=BANK,s=SPARSITY), such as sq(int8/int4,b=64,s=0.875)",
        }));

    [Test]
    public void All_problems_of_a_file_come_at_once_with_their_places()
    {
        using var place = new Workplace();
        place.Run("new", "machine", "@/m.yaml");
        string text = File.ReadAllText(place.At("m.yaml")).Replace("clock: 1.9 GHz", "clock: 1.9 GHz\nclock: 2 GHz\nclokc: 3", StringComparison.Ordinal).Replace("cores: 128", "cores: -3", StringComparison.Ordinal);
        place.Write("m.yaml", text);
        string[] problems = Problems(place, "run", "@/m.yaml", "llama-3.1-8b", "--out", "@/out");
        Assert.That(problems, Has.Some.Match(@"^@/m\.yaml:\d+:1: clock: the key occurs twice, first on line \d+; keep one$"));
        Assert.That(problems, Has.Some.Match(@"^@/m\.yaml:\d+:1: clokc: unknown key; did you mean 'clock'\?$"));
        Assert.That(problems, Has.Some.Match(@"^@/m\.yaml:\d+:8: cores: '-3' is not allowed; a whole number from 1 to 1000000 is needed$"));
    }

    [Test]
    public void A_bank_that_the_selector_lacks_is_named_with_those_it_has() =>
        Assert.That(Problems("gemm", "--machine", "sq-next", "--m", "64", "--n", "64", "--k", "64", "--weights", "sq(int8/int4,b=48,s=0.875)", "--activations", "int4")[0],
            Does.Contain("bank size 48 is not among those the selector can pick from (sparse_unit.banks: 16, 32, 64, 128)"));

    [Test]
    public void An_operand_pair_that_no_unit_multiplies_is_named_with_the_rates_there_are() =>
        Assert.That(Problems("gemm", "--machine", "systolic-32x32", "--m", "64", "--n", "64", "--k", "64", "--weights", "mxfp4", "--activations", "bf16", "--out", "@/out"),
            Is.EqualTo(new[] { "accelsim: no tensor unit of systolic-32x32 multiplies bf16 by mxfp4; tensor_unit.macs_per_cycle has int8xint8" }));

    [TestCase("tile_m: 65536\ntile_n: 65536\ntile_k: 128\n", "its buffers take ")]
    [TestCase("cores_m: 4000\ntile_m: 128\ntile_n: 128\ntile_k: 128\n", "cores 1 x 4000 x 1 x 1 = 4000 exceed the machine's 128")]
    public void A_mapping_that_cannot_fit_names_its_file_and_the_numbers(string keys, string message)
    {
        using var place = new Workplace();
        place.Write("map.yaml", "accelsim: 1\nkind: mapping\n" + keys);
        string[] large = ["gemm", "--machine", "sq-next", "--m", "4096", "--n", "4096", "--k", "4096", "--weights", "int8", "--activations", "int8"];
        Assert.That(Problems(place, [.. large, "--mapping", "@/map.yaml", "--out", "@/out"])[0], Does.StartWith($"@/map.yaml: gemm: {message}"));
    }

    [Test]
    public void Work_too_large_to_be_counted_is_refused() =>
        Assert.That(Problems("gemm", "--machine", "sq-next", "--m", "2147483648", "--n", "2147483648", "--k", "2147483648", "--weights", "int8", "--activations", "int8"),
            Is.EqualTo(new[] { "accelsim: the work is too large: one of its counts does not fit into 64 bits; choose smaller sizes" }));

    [Test]
    public void Work_for_another_number_of_chips_says_both_ways_out()
    {
        Assert.That(Problems("run", "sq-next", "llama-3.1-8b", "--set", "workload.parallel.tensor=2")[0], Does.Contain("--set chips=2").And.Contain("--set workload.parallel.tensor=1"));
        Assert.That(Problems("run", "sq-next", "llama-3.1-8b", "--set", "chips=3")[0], Does.EndWith("(--set chips=1)"), "3 chips do not divide the 32 heads");
    }

    [Test]
    public void Every_problem_of_a_sweep_file_is_reported() =>
        Assert.That(SweepProblems(Workplace.Tiny.Replace("[systolic-32x32]", "[sq-nxt]", StringComparison.Ordinal).Replace("gemm.weights", "gemm.wieghts", StringComparison.Ordinal) + "minimize: [latncy_us]\ngroup_by: foo\n"), Is.EqualTo(new[]
        {
            "@/s.yaml:4:12: machine: 'sq-nxt': no file and no shipped machine of this name; did you mean 'sq-next'?",
            "@/s.yaml:9:10: gemm.wieghts: unknown key; did you mean 'gemm.weights'?",
            "@/s.yaml:11:12: minimize[0]: 'latncy_us' is no column of the results; did you mean 'latency_us'?",
            "@/s.yaml:12:11: group_by: 'foo' is no column of the results; columns are the swept keys and labels, and what 'accelsim list metrics' names",
        }));

    [Test]
    public void Constraints_are_judged_where_they_stand() =>
        Assert.That(SweepProblems(Workplace.Tiny + "constraints: [gemm.m > foo, gemm.x > 3]\n"), Is.EqualTo(new[]
        {
            "@/s.yaml:11:24: constraints[0]: 'foo' is not a swept key; swept are machine, gemm.m, gemm.weights; texts stand in quotes",
            "@/s.yaml:11:29: constraints[1]: 'gemm.x' is not a swept key; did you mean 'gemm.m'?; swept are machine, gemm.m, gemm.weights; texts stand in quotes",
        }));

    [Test]
    public void Constraints_that_leave_nothing_are_refused() =>
        Assert.That(SweepProblems(Workplace.Tiny + "constraints: [gemm.m > 5000]\n"), Is.EqualTo(new[] { "@/s.yaml: constraints: leave none of the 12 combinations; loosen one" }));

    [Test]
    public void An_empty_axis_is_refused() =>
        Assert.That(SweepProblems(Workplace.Tiny.Replace("[16, 32, 64, 128]", "[]", StringComparison.Ordinal)), Is.EqualTo(new[] { "@/s.yaml:8:13: axes[0].values: has 0 items; 1 to 1000000 are allowed" }));

    [Test]
    public void A_sweep_of_ten_million_points_is_refused_with_the_count()
    {
        string many = Workplace.Tiny.Replace("values: [16, 32, 64, 128]", "range: {from: 1, to: 10000, step: 1}", StringComparison.Ordinal)
            .Replace("values: [int8, int4, bf16]", "values: [int8]\n  - key: gemm.n\n    range: {from: 1, to: 1000, step: 1}", StringComparison.Ordinal);
        Assert.That(SweepProblems(many), Is.EqualTo(new[] { "@/s.yaml: 10000000 points exceed --max-points 1000000; narrow the axes, or allow them with --max-points 10000000" }));
        string one = Workplace.Tiny.Replace("values: [16, 32, 64, 128]", "range: {from: 1, to: 10000000, step: 1}", StringComparison.Ordinal);
        Assert.That(SweepProblems(one)[0], Does.Contain("makes 10000000 values").And.Contain("--max-points"));
    }

    [Test]
    public void Setting_a_swept_key_or_another_work_is_refused()
    {
        using var place = new Workplace();
        place.Write("s.yaml", Workplace.Tiny);
        Assert.That(Problems(place, "sweep", "@/s.yaml", "--out", "@/out", "--set", "gemm.m=3"), Is.EqualTo(new[] { "--set gemm.m=3: gemm.m: is an axis of this sweep; change the sweep file instead" }));
        Assert.That(Problems(place, "sweep", "@/s.yaml", "--out", "@/out", "--set", "workload.batch=3")[0], Does.Contain("keys of the work begin with 'gemm.'"));
        Assert.That(Problems(place, "sweep", "@/s.yaml", "--out", "@/out", "--set", "clock=3 GB")[0], Does.StartWith("--set clock=3 GB: clock: '3 GB' is a size"));
    }

    [TestCase("", "@/s.yaml:1:1: the file is empty; it must begin with 'accelsim: 1'")]
    [TestCase("accelsim: 2\nkind: sweep\n", "@/s.yaml:1:11: accelsim: ")]
    [TestCase("accelsim: 1\nkind: machine\n", "@/s.yaml:2:7: kind: this file is a machine; a sweep is needed")]
    [TestCase("accelsim: 1\n  bad: [\n", "@/s.yaml:2:")]
    public void A_file_of_another_sort_is_refused(string text, string message) => Assert.That(SweepProblems(text)[0], Does.StartWith(message));

    [TestCase("run", "sq-next", "llama-3.1-8b", "--out")]
    [TestCase("sweep", "@/s.yaml", "--out")]
    [TestCase("schema", "--out")]
    public void A_place_that_cannot_be_written_is_told_before_anything_runs(params string[] arguments)
    {
        using var place = new Workplace();
        place.Write("s.yaml", Workplace.Tiny);
        place.Write("file", "");
        Assert.That(Problems(place, [.. arguments, "@/file"]), Is.EqualTo(new[] { "--out @/file: is a file; a directory is needed" }));
        Assert.That(Problems(place, [.. arguments, "@/file/x"])[0], Does.StartWith("accelsim: @/file/x: cannot be written: "));
        if (OperatingSystem.IsLinux()) Assert.That(Problems(place, [.. arguments, "/proc/x"]), Is.EqualTo(new[] { "accelsim: /proc/x: cannot be written: its directory does not exist, or takes no files" }));
    }

    [TestCase("--maximize tokens_per_ss --minimize cycles", "--maximize tokens_per_ss: there is no such column; did you mean 'tokens_per_s'?")]
    [TestCase("--maximize tops --minimize tops", "accelsim pareto: tops is named twice; keep one")]
    [TestCase("--maximize tops", "accelsim pareto: two columns or more are needed, as in --minimize latency_us --maximize tops")]
    [TestCase("--maximize tops --minimize bound", "@/run/results.csv: no row is ok and has a number in bound and tops; 0 are not ok, 1 lack one")]
    [TestCase("--maximize tops --minimize cycles --group-by machin", "--group-by machin: there is no such column; did you mean 'machine'?")]
    public void A_front_that_cannot_be_drawn_says_why(string options, string message)
    {
        using var place = new Workplace();
        place.Run([.. Gemm, "--out", "@/run"]);
        Assert.That(Problems(place, ["pareto", "@/run/results.csv", "--out", "@/x.png", .. options.Split(' ')])[0], Is.EqualTo(message));
    }

    [Test]
    public void Both_unreadable_tables_of_a_comparison_are_named() =>
        Assert.That(Problems("compare", "@/a.csv", "@/b.csv"), Has.Length.EqualTo(2));
}
