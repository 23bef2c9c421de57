using AccelSim.Explore.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class SweepVerbTests
{
    private const string Drawn = Workplace.Tiny + "minimize: [latency_us]\nmaximize: [tops]\ngroup_by: gemm.weights\n";

    private static Workplace Place(string sweep)
    {
        var place = new Workplace();
        place.Write("tiny.yaml", sweep);
        return place;
    }

    private static Outcome Sweep(Workplace place, string directory, params string[] more) => place.Run(["sweep", "@/tiny.yaml", "--out", $"@/{directory}", .. more]);

    [Test]
    public void A_sweep_directory_holds_what_the_contract_names()
    {
        using Workplace place = Place(Drawn);
        Outcome outcome = Sweep(place, "out");
        Assert.That(outcome.Code, Is.Zero, outcome.Error);
        Assert.That(outcome.Out, Is.Empty);
        Assert.That(outcome.Messages[^1], Is.EqualTo("8 points ok, 4 infeasible, 0 failed; see @/out/report.html"));
        Assert.That(Directory.EnumerateFiles(place.At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Is.EqualTo(new[] { "journal", "pareto.csv", "pareto.png", "pareto.svg", "provenance.json", "report.html", "results.csv" }));
    }

    [Test]
    public void An_infeasible_point_stops_nothing_and_says_why()
    {
        using Workplace place = Place(Workplace.Tiny);
        Sweep(place, "out");
        string[] rows = File.ReadAllLines(place.At("out/results.csv"));
        Assert.That(rows, Has.Length.EqualTo(13));
        Assert.That(rows[3], Does.StartWith("2,systolic-32x32,gemm,total,1,infeasible,no tensor unit of systolic-32x32 multiplies int8 by bf16"));
        Assert.That(rows[4], Does.StartWith("3,systolic-32x32,gemm,total,1,ok,,32,int8,"));
    }

    [Test]
    public void The_number_of_jobs_changes_no_byte_of_the_directory()
    {
        using Workplace place = Place(Drawn);
        foreach (string jobs in (string[])["1", "2", "7"]) Sweep(place, $"jobs{jobs}", "--jobs", jobs);
        Assert.That(place.Files("jobs2"), Is.EqualTo(place.Files("jobs1")));
        Assert.That(place.Files("jobs7"), Is.EqualTo(place.Files("jobs1")));
    }

    [Test]
    public void Merged_shards_are_the_directory_of_one_process_whatever_their_number() =>
        Gen.Select(Gen.Int[1, 15], Gen.Int[0, 1000], Gen.Bool).Sample((count, seed, constrained) =>
        {
            using Workplace place = Place(Workplace.Tiny + (constrained ? "constraints: [gemm.m > 16]\n" : ""));
            Sweep(place, "whole");
            string[] parts = [.. Enumerable.Range(0, count).Select(i => $"part{i}")];
            for (int i = 0; i < count; i++) Assert.That(Sweep(place, parts[i], "--shard", $"{i}/{count}").Code, Is.Zero);
            new Random(seed).Shuffle(parts);
            Outcome merged = place.Run(["merge", .. parts.Select(p => $"@/{p}"), "--out", "@/merged"]);
            Assert.That(merged.Code, Is.Zero, merged.Error);
            Assert.That(place.Files("merged"), Is.EqualTo(place.Files("whole", journal: false)));
        }, iter: 8, threads: 1);

    [Test]
    public void Merging_draws_the_plots_and_the_report_of_the_whole()
    {
        using Workplace place = Place(Drawn);
        Sweep(place, "whole");
        Sweep(place, "a", "--shard", "0/2");
        Sweep(place, "b", "--shard", "1/2");
        place.Run("merge", "@/b", "@/a", "--out", "@/merged");
        Assert.That(place.Files("merged"), Is.EqualTo(place.Files("whole", journal: false)));
        Assert.That(place.Run("status", "@/merged").Out, Is.EqualTo("@/merged: finished, 12 points: 8 ok, 4 infeasible, 0 failed\n"));
    }

    [Test]
    public void A_sweep_cut_off_at_any_byte_of_its_journal_resumes_to_the_same_directory() =>
        Gen.Double[0, 1].Sample(share =>
        {
            using Workplace place = Place(Workplace.Tiny);
            Sweep(place, "whole");
            byte[] journal = File.ReadAllBytes(place.At("whole/journal"));
            Directory.CreateDirectory(place.At("cut"));
            File.WriteAllBytes(place.At("cut/journal"), journal[..(int)(share * journal.Length)]);
            Outcome outcome = Sweep(place, "cut");
            Assert.That(outcome.Code, Is.Zero, outcome.Error);
            Assert.That(place.Files("cut"), Is.EqualTo(place.Files("whole")));
        }, iter: 20, threads: 1);

    [Test]
    public void An_interrupted_sweep_exits_130_and_goes_on_with_the_same_command()
    {
        using Workplace place = Place(Workplace.Tiny);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Outcome interrupted = place.Run(stop.Token, "sweep", "@/tiny.yaml", "--out", "@/out");
        Assert.That((interrupted.Code, interrupted.Messages[^1]), Is.EqualTo((130, "accelsim: interrupted; finished points are kept, run the same command again to go on")));
        Assert.That(place.Run("status", "@/out").Out, Is.EqualTo("@/out: interrupted, 0 of 12 points finished; give the same sweep command again to go on\n"));
        Sweep(place, "whole");
        Sweep(place, "out");
        Assert.That(place.Files("out"), Is.EqualTo(place.Files("whole")));
    }

    [Test]
    public void A_failed_point_makes_the_exit_code_1_and_is_named()
    {
        using Workplace place = Place(Workplace.Tiny.Replace("n: 64, k: 64", "n: 2147483648, k: 2147483648", StringComparison.Ordinal));
        Outcome outcome = Sweep(place, "out");
        Assert.That(outcome.Code, Is.EqualTo(1));
        Assert.That(outcome.Error, Does.Contain("point 0 failed: the work is too large").And.Contain("8 failed"));
        Assert.That(File.ReadAllLines(place.At("out/results.csv")), Has.Length.EqualTo(13));
    }

    [Test]
    public void Set_holds_at_every_point_and_takes_part_in_the_provenance()
    {
        using Workplace place = Place(Workplace.Tiny);
        Sweep(place, "slow", "--set", "clock=500 MHz");
        Sweep(place, "fast");
        Assert.That(place.Files("slow"), Is.Not.EqualTo(place.Files("fast")));
        Assert.That(ProvenanceJson.Read(File.ReadAllBytes(place.At("slow/provenance.json"))).Command.AsEnumerable(), Is.EqualTo(new[] { "sweep", "tiny.yaml", "--set", "clock=500 MHz" }));
    }

    [Test]
    public void Operations_add_a_row_each_before_the_total()
    {
        using Workplace place = Place(Workplace.Tiny);
        Sweep(place, "out", "--operations");
        string[] rows = File.ReadAllLines(place.At("out/results.csv"));
        Assert.That(rows[1..4].Select(r => string.Join(',', r.Split(',')[..5])), Is.EqualTo(new[] { "0,systolic-32x32,gemm,gemm,1", "0,systolic-32x32,gemm,total,1", "1,systolic-32x32,gemm,gemm,1" }));
    }
}
