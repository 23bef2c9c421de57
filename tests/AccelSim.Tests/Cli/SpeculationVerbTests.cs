using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class SpeculationVerbTests
{
    private const string Header = "table,target,draft,task,gpu,tensor_parallel,draft_kv_budget,context,batch,gamma,draft_total_ms,verify_ms,mean_tokens_per_step,autoregressive_ms_per_token,speculative_ms_per_token,speedup\n";

    // Not rows of the data: round numbers near what the simulation gives.
    private const string Row = "9,LLaMA-3.1-8B,self+SnapKV,PG-19,8xH100,8,2049,32000,16,3,10.8,6.5,3.4,6.25,5.27,1.19\n";

    private static Outcome Verify(string csv, params string[] more)
    {
        using var place = new Workplace();
        place.Write("d.csv", csv);
        return place.Run(["verify", "speculation", "--data", "@/d.csv", .. more]);
    }

    [Test]
    public void The_table_has_the_columns_of_the_contract()
    {
        Outcome outcome = Verify(Header + Row, "--format", "csv");
        Assert.That(outcome.Code, Is.Zero, outcome.Error);
        string[] lines = outcome.Out.TrimEnd().Split('\n');
        Assert.That(lines[0], Is.EqualTo("table,gpu,target,draft,task,tensor_parallel,draft_kv_budget,context,batch,gamma,draft_total_ms,verify_ms,autoregressive_ms_per_token,speculative_ms_per_token,mean_tokens_per_step,speedup,measured_speedup,error_pct,speedup_given_tokens"));
        Assert.That(lines[1], Does.StartWith("9,8xH100,LLaMA-3.1-8B,self+SnapKV,PG-19,8,2049,32000,16,3,"));
        Assert.That(outcome.Error, Does.Contain("1 rows").And.Contain("always faster"));
    }

    [Test]
    public void The_measured_steps_that_are_at_hand_are_predicted_as_the_gate_asks()
    {
        string? data = Environment.GetEnvironmentVariable("ACCELSIM_DATA");
        string path = Path.Combine(string.IsNullOrEmpty(data) ? Path.Combine(AccelSim.Tests.Input.Installation.Files.Home, "..", "shared", "data") : data, "magicdec", "measured_steps.csv");
        if (!File.Exists(path)) Assert.Ignore($"magicdec: no measured_steps.csv at {path}; set ACCELSIM_DATA to the folder that holds magicdec");
        using var place = new Workplace();
        Outcome outcome = place.Run("verify", "speculation", "--data", path);
        Assert.That(outcome.Code, Is.Zero, outcome.Out[Math.Max(0, outcome.Out.Length - 600)..]);
    }

    [Test]
    public void A_prediction_that_misses_fails()
    {
        Outcome outcome = Verify(Header + Row.Replace("5.27,1.19", "2.9,2.15", StringComparison.Ordinal));
        Assert.That(outcome.Code, Is.EqualTo(1));
        Assert.That(outcome.Out, Does.Contain("fails"));
    }

    [Test]
    public void Uneven_heads_other_machines_and_a_draft_with_its_whole_cache_are_scored()
    {
        string rows = "2,Qwen2.5-7B,self+SnapKV,PG-19,8xH100,8,2049,32000,16,3,10.8,6.5,3.4,6.25,5.27,1.19\n"
            + "2,Qwen2.5-32B,Qwen2.5-7B,PG-19,8xH100,8,NR,32000,16,3,10.8,6.5,3.0,6.25,5.27,1.19\n"
            + "1,Mistral-7B,self+StreamingLLM,QA,4xH100,4,512,32000,16,3,10.8,6.5,3.4,6.25,5.27,1.19\n"
            + "1,LLaMA-3.1-8B,self+StreamingLLM,PG-19,8xL40,8,512,16000,32,3,10.8,6.5,3.4,6.25,5.27,1.19\n"
            + "7,LLaMA-3.1-8B,self+PQCache,niah,8xH100,8,1025,100000,8,3,10.8,6.5,3.4,6.25,5.27,1.19\n";
        Outcome outcome = Verify(Header + rows, "--format", "csv");
        Assert.That(outcome.Code, Is.AnyOf(0, 1), outcome.Error);
        Assert.That(outcome.Out.TrimEnd().Split('\n'), Has.Length.EqualTo(6));
    }

    [Test]
    public void Every_bad_row_is_named_with_what_is_allowed()
    {
        Outcome outcome = Verify(Header + Row + Row.Replace("8xH100", "8xK80", StringComparison.Ordinal) + Row.Replace("LLaMA-3.1-8B", "LLaMA-9", StringComparison.Ordinal)
            + Row.Replace(",16,3,", ",16,-1,", StringComparison.Ordinal) + Row.Replace(",3.4,", ",4.5,", StringComparison.Ordinal) + Row.Replace("SnapKV", "H2O", StringComparison.Ordinal));
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Messages[0], Does.StartWith("@/d.csv:3:").And.Contain("gpu: '8xK80' is unknown"));
        Assert.That(outcome.Messages[1], Does.StartWith("@/d.csv:4:").And.Contain("target: 'llama-9' is no shipped model"));
        Assert.That(outcome.Messages[2], Does.StartWith("@/d.csv:5:").And.Contain("gamma: '-1' is not allowed; a whole number from 1"));
        Assert.That(outcome.Messages.Any(m => m.StartsWith("@/d.csv:6:", StringComparison.Ordinal) && m.Contains("mean_tokens_per_step: '4.5' is not allowed; a number from 1 to 4", StringComparison.Ordinal)));
        Assert.That(outcome.Messages[^1], Does.StartWith("@/d.csv:7:").And.Contain("draft: 'self+H2O' is unknown"));
    }

    [TestCase(",16,3,10.8,6.5,", ",16,3,0,6.5,", "draft_total_ms: '0' is not allowed")]
    [TestCase(",16,3,10.8,6.5,", ",16,3,10.8,0,", "verify_ms: '0' is not allowed")]
    [TestCase(",16,3,10.8,6.5,3.4", ",16,0,10.8,6.5,1", "gamma: '0' is not allowed; a whole number from 1")]
    [TestCase(",8xH100,8,", ",8xH100,16,", "tensor_parallel: 16 is more than the 8 GPUs of gpu = 8xH100")]
    public void A_step_that_cannot_have_been_measured_is_refused(string part, string wrong, string message)
    {
        Outcome outcome = Verify(Header + Row.Replace(part, wrong, StringComparison.Ordinal));
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Messages[0], Does.StartWith("@/d.csv:2:").And.Contain(message));
    }

    [TestCase("--data @/none.csv", "@/none.csv: no such file")]
    public void A_file_that_is_not_there_is_bad_input(string arguments, string message)
    {
        using var place = new Workplace();
        Outcome outcome = place.Run(["verify", "speculation", .. arguments.Split(' ')]);
        Assert.That((outcome.Code, outcome.Messages), Is.EqualTo((2, new[] { message })));
    }

    [TestCase("--gamma -1", "--gamma -1: is not allowed; a whole number from 0")]
    [TestCase("--alpha 1.5", "--alpha 1.5: is not allowed; a number from 0 to 1 is needed")]
    [TestCase("--budget 5000", "--budget 5000: exceeds the context of 4096")]
    [TestCase("--context 200000", "--context 200000: exceeds the 131072 tokens that llama-3.1-8b allows")]
    [TestCase("--strategy tinyllama-streaming-llm", "tinyllama-streaming-llm: model: tinyllama-1.1b has a vocabulary of 32000, llama-3.1-8b one of 128256")]
    [TestCase("--strategy nothing", "nothing")]
    [TestCase("--set chips=3 --set workload.parallel.tensor=3", "parallel.tensor: 3 chips do not divide the 32 heads")]
    public void Contradictions_are_bad_input(string arguments, string message)
    {
        using var place = new Workplace();
        Outcome outcome = place.Run(["speculate", "sq-next", "llama-3.1-8b", .. arguments.Split(' ')]);
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Error, Does.Contain(message));
    }

    [Test]
    public void A_shared_beginning_that_no_prompt_exceeds_is_refused()
    {
        using var place = new Workplace();
        Outcome outcome = place.Run("trace", "generate", "--requests", "4", "--prefix-tokens", "99999999");
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")));
        Assert.That(outcome.Messages[0], Does.StartWith("--prefix-tokens 99999999: no prompt is longer, as requests have at most --max-tokens 131072"));
    }

    [Test]
    public void A_trace_with_impossible_counts_is_named_by_its_line()
    {
        using var place = new Workplace();
        place.Write("t.csv", "step,sequence,drafted,accepted,context\n0,0,3,2,100\n1,0,3,4,103\n");
        Outcome outcome = place.Run("trace", "inspect", "@/t.csv");
        Assert.That(outcome.Code, Is.EqualTo(2));
        Assert.That(outcome.Messages[0], Is.EqualTo("@/t.csv:3:7: accepted: is 4, above the 3 drafted tokens; at most as many can be accepted"));
    }

    [Test]
    public void A_generated_trace_is_inspected_and_replayed()
    {
        using var place = new Workplace();
        Assert.That(place.Run("trace", "generate", "--alpha", "0.9", "--sequences", "4", "--output-tokens", "32", "--out", "@/a.csv").Code, Is.Zero);
        Outcome inspected = place.Run("trace", "inspect", "@/a.csv", "--out", "@/o", "--format", "csv");
        Assert.That(inspected.Out, Does.StartWith("position,reached,accepted,rate\n1,"));
        Assert.That(File.Exists(place.At("o/acceptance.png")));
        Outcome replayed = place.Run("speculate", "sq-edge", "llama-3.2-1b", "--strategy", "self-streaming-llm", "--trace", "@/a.csv", "--format", "csv");
        Assert.That(replayed.Out, Does.StartWith("steps,sequences,tokens,").And.Contain(",4,128,"), replayed.Error);
    }

    [Test]
    public void Requests_that_the_model_cannot_hold_are_bad_input()
    {
        using var place = new Workplace();
        place.Write("r.csv", "arrival_ms,prompt_tokens,output_tokens\n0,100,10\n5,131072,10\n");
        Outcome outcome = place.Run("speculate", "sq-next", "llama-3.1-8b", "--serve", "@/r.csv");
        Assert.That(outcome.Code, Is.EqualTo(2));
        Assert.That(outcome.Messages[0], Does.StartWith("@/r.csv:3:3: prompt_tokens: 131072 tokens and 10 to come exceed the 131072"));
    }

    [Test]
    public void The_plan_for_one_case_names_best_strategy_break_even_regret_and_memory()
    {
        using var place = new Workplace();
        Outcome outcome = place.Run("speculate", "sq-next", "llama-3.1-8b", "--batch", "64", "--context", "32768", "--set", "workload.formats.kv=int8", "--strategy", "self-snapkv", "--gamma", "3", "--budget", "2049");
        Assert.That(outcome.Code, Is.Zero, outcome.Error);
        Assert.That(outcome.Out, Does.Contain("best is self-snapkv, gamma 3, budget 2049").And.Contain("break-even at alpha").And.Contain("regret if alpha were 0.03 lower").And.Contain("memory per chip: weights"));
    }

    [Test]
    public void A_batch_that_does_not_fit_says_the_sum()
    {
        using var place = new Workplace();
        Outcome outcome = place.Run("speculate", "sq-next", "llama-3.1-8b", "--batch", "64", "--context", "65536", "--gamma", "1", "--budget", "513", "--strategy", "self-snapkv");
        Assert.That(outcome.Code, Is.EqualTo(2));
        Assert.That(outcome.Error, Does.Contain("exceed memory.capacity of 288 GB"));
    }
}
