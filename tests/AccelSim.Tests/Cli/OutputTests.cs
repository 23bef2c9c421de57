using System.Globalization;
using System.Text.Json;
using AccelSim.Explore.Results;
using AccelSim.Tests.Explore.Results;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class OutputTests
{
    // Word for word from the contract; stalls stand where it says stall_*_cycles, and later metrics follow.
    private const string Before = "point,machine,workload,operation,repeats,status,reason,cycles,latency_us,macs,tops,peak_tops,utilization,"
        + "arithmetic_intensity_flop_per_byte,dram_read_bytes,dram_write_bytes,dram_bandwidth_gb_per_s,dram_bandwidth_utilization,row_hit_rate,"
        + "sram_read_bytes,sram_write_bytes,bound,compute_cycles";

    private const string After = "energy_uj,average_power_w,area_mm2,tops_per_w,tops_per_mm2,tokens_per_s,time_to_first_token_ms,time_per_output_token_ms,"
        + "energy_per_token_uj,speedup_over_autoregressive,mean_tokens_per_step,sqnr_db,relative_error,max_ulp,perplexity";

    private static readonly string[] Gemm =
        ["gemm", "--machine", "systolic-32x32", "--m", "256", "--n", "128", "--k", "256", "--weights", "int8", "--activations", "int8"];

    private static string Run(params string[] arguments)
    {
        using var place = new Workplace();
        Outcome outcome = place.Run(arguments);
        Assert.That(outcome.Code, Is.Zero, outcome.Error);
        return outcome.Out;
    }

    [Test]
    public void The_columns_of_the_table_are_those_of_the_contract_in_its_order()
    {
        string[] columns = Run([.. Gemm, "--format", "csv"]).Split('\n')[0].Split(',');
        int stalls = Before.Split(',').Length;
        Assert.That(string.Join(',', columns[..stalls]), Is.EqualTo(Before));
        string[] rest = [.. columns[stalls..].SkipWhile(c => c.StartsWith("stall_", StringComparison.Ordinal) && c.EndsWith("_cycles", StringComparison.Ordinal))];
        Assert.That(string.Join(',', rest), Does.StartWith(After));
    }

    [Test]
    public void Compute_and_stalls_make_up_all_cycles_of_every_row()
    {
        ResultSheet sheet = SampleSheets.Read(Run("run", "sq-next", "llama-3.1-8b", "--operations", "--format", "csv"));
        Assert.That(sheet.Rows, Has.Length.GreaterThan(5));
        for (int row = 0; row < sheet.Rows.Length; row++)
        {
            double[] labels = [.. sheet.Columns.Where(c => c == "compute_cycles" || c.StartsWith("stall_", StringComparison.Ordinal)).Select(c => sheet.Column(c)!.Number(row))];
            Assert.That(labels.Sum(), Is.EqualTo(sheet.Column("cycles")!.Number(row)), sheet.Rows[row].Operation);
        }
        Assert.That(sheet.Rows[^1].Operation, Is.EqualTo("total"));
    }

    [Test]
    public void Json_is_an_array_of_the_same_rows_with_numbers_as_numbers()
    {
        using JsonDocument json = JsonDocument.Parse(Run([.. Gemm, "--format", "json"]));
        ResultSheet sheet = SampleSheets.Read(Run([.. Gemm, "--format", "csv"]));
        JsonElement row = json.RootElement[0];
        Assert.That(json.RootElement.GetArrayLength(), Is.EqualTo(sheet.Rows.Length));
        foreach (string column in sheet.Columns)
        {
            string cell = sheet.Column(column)!.Text(0);
            Assert.That(row.TryGetProperty(column, out JsonElement value), Is.EqualTo(cell.Length > 0 || column == "reason"), column);
            if (value.ValueKind == JsonValueKind.Number) Assert.That(value.GetDouble(), Is.EqualTo(sheet.Column(column)!.Number(0)), column);
            else if (cell.Length > 0) Assert.That(value.GetString(), Is.EqualTo(cell), column);
        }
    }

    [TestCase("csv")]
    [TestCase("json")]
    public void Standard_output_holds_data_only_and_the_explanation_goes_elsewhere(string format)
    {
        using var place = new Workplace();
        Outcome plain = place.Run([.. Gemm, "--format", format]), explained = place.Run([.. Gemm, "--format", format, "--explain", "--out", "@/out"]);
        Assert.That(explained.Out, Is.EqualTo(plain.Out));
        Assert.That(explained.Error, Does.Contain("bound by").And.Contain("mapping"));
        Assert.That(plain.Error, Is.Empty);
    }

    [Test]
    public void A_table_for_people_names_units_and_is_followed_by_the_explanation() =>
        Assert.That(Run([.. Gemm, "--explain"]), Does.Contain("(µs)").And.Contain("(TOPS)").And.Match("(?s)Bound.*bound by compute"));

    [Test]
    public void Results_and_their_provenance_lie_in_the_directory_asked_for()
    {
        using var place = new Workplace();
        Outcome outcome = place.Run([.. Gemm, "--format", "csv", "--out", "@/deep/er/out"]);
        Assert.That(File.ReadAllText(place.At("deep/er/out/results.csv")), Is.EqualTo(outcome.Out));
        Provenance provenance = ProvenanceJson.Read(File.ReadAllBytes(place.At("deep/er/out/provenance.json")));
        Assert.That(provenance.Command, Is.EqualTo((string[])[.. Gemm, "--format", "csv"]));
        Assert.That(provenance.Inputs.Select(i => i.Name), Is.EqualTo(new[] { "hbm2.yaml", "systolic-32x32.yaml" }));
        Assert.That(place.Entries(), Has.Length.EqualTo(5));
    }

    [TestCase(",", ".", "-")]
    [TestCase(".", ",", "−")]
    [TestCase("٫", "٬", "؜-")]
    public void Numbers_are_the_same_bytes_whatever_the_culture(string point, string thousands, string minus)
    {
        string[] arguments = ["run", "sq-next", "llama-3.1-8b", "--operations", "--format", "csv", "--set", "clock=1.5 GHz"];
        string expected = Run(arguments), table = Run(arguments[..4]), list = Run("list", "machines");
        CultureInfo before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) = (point, thousands, minus);
        culture.NumberFormat.PercentDecimalSeparator = point;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.That(Run(arguments), Is.EqualTo(expected));
            Assert.That(Run(arguments[..4]), Is.EqualTo(table));
            Assert.That(Run("list", "machines"), Is.EqualTo(list));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase("fast")]
    [TestCase("reference")]
    public void Both_engines_count_the_same(string engine) =>
        Assert.That(Run([.. Gemm, "--format", "csv", "--engine", engine]), Is.EqualTo(Run([.. Gemm, "--format", "csv"])));

    [TestCase("machines", "sq-next")]
    [TestCase("workloads", "llama-3.1-8b-decode")]
    [TestCase("models", "llama-3.1-8b")]
    [TestCase("formats", "mxfp4")]
    [TestCase("formats", "sq(int8/int4,b=64,s=0.875)")]
    [TestCase("dram", "hbm3e")]
    [TestCase("metrics", "latency_us")]
    [TestCase("searches", "grid")]
    [TestCase("sweeps", "quickstart")]
    public void Lists_name_what_is_shipped_as_a_table_and_as_csv(string list, string entry)
    {
        Assert.That(Run("list", list), Does.Match($@"(?m)^{System.Text.RegularExpressions.Regex.Escape(entry)}( |$)"));
        string csv = Run("list", list, "--format", "csv");
        Assert.That(csv, Does.Match($@"(?m)^""?{System.Text.RegularExpressions.Regex.Escape(entry)}""?(,|$)").And.Not.Contain("0000001"));
    }

    [TestCase("machine")]
    [TestCase("workload")]
    [TestCase("mapping")]
    [TestCase("sweep")]
    public void A_new_file_runs_at_once_and_is_never_overwritten(string kind)
    {
        using var place = new Workplace();
        Assert.That(place.Run("new", kind, "@/x.yaml").Code, Is.Zero);
        string text = File.ReadAllText(place.At("x.yaml"));
        string[] use = kind switch
        {
            "machine" => ["run", "@/x.yaml", "llama-3.1-8b"],
            "workload" => ["run", "sq-next", "@/x.yaml"],
            "mapping" => ["gemm", "--machine", "sq-next", "--m", "256", "--n", "256", "--k", "256", "--weights", "int8", "--activations", "int8", "--mapping", "@/x.yaml"],
            _ => ["sweep", "@/x.yaml", "--out", "@/out"],
        };
        Outcome outcome = place.Run(use);
        Assert.That(outcome.Code, Is.Zero, outcome.Error);
        Outcome again = place.Run("new", kind, "@/x.yaml");
        Assert.That((again.Code, again.Error), Is.EqualTo((2, "@/x.yaml: exists already; choose another name\n")));
        Assert.That(File.ReadAllText(place.At("x.yaml")), Is.EqualTo(text));
    }
}
