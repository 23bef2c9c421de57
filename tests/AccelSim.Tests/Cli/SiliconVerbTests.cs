using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class SiliconVerbTests
{
    private const string Header = "machine,dtype,m,n,k,latency_us,weights_fit_l2,framework,version\n";

    private static Outcome Run(string csv, params string[] more)
    {
        using var place = new Workplace();
        place.Write("d.csv", csv);
        return place.Run(["verify", "silicon", "--data", "@/d.csv", .. more]);
    }

    [Test]
    public void Every_bad_row_is_named_with_what_is_allowed()
    {
        Outcome outcome = Run(Header + "h200_sxm,bfloat16,64,4096,4096,12.1,1,x,1\nh200_sxm,bf17,64,4096,4096,12,1,x,1\nh900,bfloat16,64,4096,4096,12,1,x,1\n"
            + "h200_sxm,bfloat16,64,4096,4096,0,1,x,1\nh200_sxm,bfloat16,0,4096,4096,12,1,x,1\nh200_sxm,bfloat16,64,4096,4096,nan,1,x,1\n");
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Messages, Has.Length.EqualTo(5));
        Assert.That(outcome.Messages[0], Does.StartWith("@/d.csv:3:10: dtype: 'bf17' is unknown; allowed are bfloat16"));
        Assert.That(outcome.Messages[1], Does.StartWith("@/d.csv:4:1: machine: 'h900' is no shipped machine"));
        Assert.That(outcome.Messages[2], Does.Contain(":5:").And.Contain("latency_us: '0' is not allowed; a time above 0 is needed"));
        Assert.That(outcome.Messages[3], Does.Contain(":6:").And.Contain("m: '0' is not allowed"));
    }

    [Test]
    public void A_row_may_say_how_many_weights_it_went_round()
    {
        const string Columns = "machine,dtype,m,n,k,latency_us,weight_copies\n", Row = "h200_sxm,bfloat16,16,4096,1024,5,";
        string Table(string copies) => Run(Columns + Row + copies + "\n", "--format", "csv").Out;
        Assert.That(Table("64"), Is.Not.EqualTo(Table("1")));
        Assert.That(Table(""), Is.EqualTo(Run("machine,dtype,m,n,k,latency_us\n" + Row[..^1] + "\n", "--format", "csv").Out), "empty is as without the column");
        Outcome bad = Run(Columns + Row + "some\n" + Row + "0\n");
        Assert.That((bad.Code, bad.Out), Is.EqualTo((2, "")));
        Assert.That(bad.Messages[0], Does.StartWith("@/d.csv:2:34: weight_copies: 'some' is not allowed; a whole number from 1 to"));
        Assert.That(bad.Messages[1], Does.Contain(":3:").And.Contain("weight_copies: '0' is not allowed"));
    }

    [Test]
    public void Bad_rows_are_skipped_and_counted_on_request()
    {
        Outcome outcome = Run(Header + "h200_sxm,bfloat16,64,4096,4096,12.1,1,x,1\nh200_sxm,bf17,64,4096,4096,12,1,x,1\n", "--skip-bad-rows", "--format", "csv");
        Assert.That(outcome.Code, Is.Zero, outcome.Error);
        Assert.That(outcome.Error, Does.Contain("1 bad row skipped"));
        string[] lines = outcome.Out.TrimEnd().Split('\n');
        Assert.That(lines[0], Is.EqualTo("machine,kind,dtype,regime,rows,median_ape_pct,mean_ape_pct,p90_ape_pct,bias_pct,spearman,baseline_median_ape_pct,baseline_mean_ape_pct"));
        Assert.That(lines[1], Does.StartWith("h200-sxm,gemm,bfloat16,all,1,"));
    }

    [Test]
    public void A_file_without_a_good_row_is_an_error_even_where_bad_rows_are_skipped()
    {
        Outcome outcome = Run(Header + "h200_sxm,bf17,64,4096,4096,12,1,x,1\nh200_sxm,bfloat16,64,4096,4096,0,1,x,1\n", "--skip-bad-rows", "--format", "csv");
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Messages.Count(m => m.StartsWith("@/d.csv:", StringComparison.Ordinal) && (m.Contains("not allowed", StringComparison.Ordinal) || m.Contains("unknown", StringComparison.Ordinal))), Is.EqualTo(2));
    }

    [Test]
    public void Errors_by_size_are_drawn_only_where_there_are_sizes()
    {
        using var place = new Workplace();
        const string Columns = "machine,op,dtype,m,n,latency_us\n";
        IEnumerable<string> Rows(int from) => Enumerable.Range(from, 8).Select(m => $"a100,softmax,float16,{m * 1000},1024,{m * 4}\n");
        place.Write("one.csv", Columns + string.Concat(Rows(8)));
        place.Write("two.csv", Columns + string.Concat(Rows(8)) + string.Concat(Rows(100)));
        Assert.That(place.Run("verify", "silicon", "--data", "@/one.csv", "--out", "@/one").Code, Is.Zero);
        Assert.That(place.Run("verify", "silicon", "--data", "@/two.csv", "--out", "@/two").Code, Is.Zero);
        Assert.That(File.Exists(place.At("one/a100-sxm-vector.png")) && File.Exists(place.At("two/a100-sxm-vector-error.png")));
        Assert.That(File.Exists(place.At("one/a100-sxm-vector-error.png")), Is.False, "one bin is no curve");
    }

    [Test]
    public void A_missing_column_is_an_error_even_where_bad_rows_are_skipped()
    {
        Outcome outcome = Run("machine,dtype,m,n,latency_us\nh200_sxm,bfloat16,64,4096,12\n", "--skip-bad-rows");
        Assert.That(outcome.Code, Is.EqualTo(2));
        Assert.That(outcome.Messages[0], Does.StartWith("@/d.csv:1:1: k: the column is missing; needed are machine, dtype, m, n, k, latency_us"));
    }

    [Test]
    public void The_baseline_and_the_regimes_are_those_of_the_contract()
    {
        // 8192 cubed: 2 x 8192^3 / (0.80 x 989.43 T) + 3 = 1392.1 us; a measurement of twice that leaves the baseline 50 % off.
        Outcome outcome = Run(Header + "h200_sxm,bfloat16,8192,8192,8192,2784.2,0,x,1\nh200_sxm,bfloat16,1,16384,16384,100,0,x,1\nh200_sxm,bfloat16,1,512,512,3,1,x,1\n", "--format", "csv");
        string[] lines = outcome.Out.TrimEnd().Split('\n');
        Assert.That(lines.Skip(1).Select(l => l.Split(',')[3]), Is.EqualTo(new[] { "all", "launch", "memory", "compute" }));
        Assert.That(double.Parse(lines[4].Split(',')[10], System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(50).Within(0.1));
    }

    [Test]
    public void Attention_and_collective_files_are_told_by_their_header()
    {
        Outcome attention = Run("machine,phase,batch,q_len,kv_len,heads,kv_heads,head_dim,attn_dtype,kv_dtype,latency_us\nh200_sxm,decode,4,1,8192,32,8,128,bfloat16,bfloat16,30\n", "--format", "csv");
        Assert.That(attention.Out, Does.Contain("h200-sxm,decode,bfloat16,all,1,"), attention.Error);
        Outcome links = Run("machine,backend,op,dtype,num_gpus,message_bytes,latency_us\na100_sxm,nccl,all_reduce,float16,8,1048576,38.85\na100_sxm,nccl,all_gather,float16,8,1048576,38.85\n", "--format", "csv");
        Assert.That(links.Out, Does.Contain("a100-sxm,all_reduce,nccl_float16,all,1,"), links.Error);
    }

    [Test]
    public void Vector_operations_are_told_by_their_header_and_short_names_stand_for_the_only_machine_that_begins_so()
    {
        Outcome outcome = Run("machine,op,dtype,m,n,latency_us\na100,softmax,float16,4096,1024,27.4\n", "--format", "csv");
        Assert.That(outcome.Out, Does.Contain("a100-sxm,vector,softmax,all,1,"), outcome.Error);
        Outcome unknown = Run("machine,op,dtype,m,n,latency_us\ntpu,softmax,float16,4096,1024,27.4\na100,relu,float16,4096,1024,27.4\n");
        Assert.That((unknown.Code, unknown.Messages.Length), Is.EqualTo((2, 2)), "two shipped machines begin with tpu-");
        Assert.That(unknown.Messages[1], Does.Contain("op: 'relu' is unknown; allowed are softmax, layernorm, gelu"));
    }

    [Test]
    public void A_machine_without_kernels_of_its_own_is_scored_and_named()
    {
        Outcome outcome = Run(Header + "tpu_v5e,bfloat16,1024,4096,4096,200,0,x,1\nh200_sxm,bfloat16,1024,4096,4096,60,0,x,1\n", "--format", "csv");
        Assert.That((outcome.Code, outcome.Out.TrimEnd().Split('\n').Length), Is.EqualTo((0, 5)), outcome.Error);
        Assert.That(outcome.Error.Split('\n').Count(l => l.Contains("no accuracy is claimed", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(outcome.Error, Does.Contain("tpu-v5e: its file has no silicon section"));
    }

    [Test]
    public void A_machine_file_serves_rows_that_name_it()
    {
        using var place = new Workplace();
        place.Write("d.csv", Header + "my_chip,bfloat16,64,4096,4096,12.1,1,x,1\n");
        string shipped = File.ReadAllText(Path.Combine(AccelSim.Tests.Input.Installation.Files.Home, "configs", "machines", "h100-sxm.yaml"));
        place.Write("c.yaml", shipped.Replace("name: h100-sxm", "name: my-chip", StringComparison.Ordinal));
        Outcome outcome = place.Run("verify", "silicon", "--data", "@/d.csv", "--machine", "@/c.yaml", "--format", "csv", "--out", "@/out");
        Assert.That(outcome.Out, Does.Contain("my-chip,gemm,bfloat16,all,1,"), outcome.Error);
        Assert.That(File.Exists(place.At("out/my-chip-gemm.png")) && File.Exists(place.At("out/rows.csv")));
    }
}
