using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class SweepDirectoryTests
{
    private static readonly string[] Sweep = ["sweep", "@/tiny.yaml", "--out", "@/out"];

    private static Workplace Place()
    {
        var place = new Workplace();
        place.Write("tiny.yaml", Workplace.Tiny);
        return place;
    }

    private static void IsRefused(Workplace place, string message, params string[] arguments)
    {
        string[] before = place.Files("");
        Outcome outcome = place.Run(arguments);
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")), outcome.Error);
        Assert.That(outcome.Error, Does.StartWith(message));
        Assert.That(place.Files(""), Is.EqualTo(before));
    }

    [Test]
    public void The_results_of_another_sweep_are_refused_and_left_as_they_are()
    {
        using Workplace place = Place();
        place.Run(Sweep);
        IsRefused(place, "accelsim: @/out/journal: belongs to another sweep or other inputs; choose another directory, or start over with --fresh", [.. Sweep, "--operations"]);
        IsRefused(place, "accelsim: @/out/journal: belongs to another sweep", [.. Sweep, "--shard", "0/2"]);
        IsRefused(place, "accelsim: @/out/journal: belongs to another sweep", [.. Sweep, "--set", "clock=2 GHz"]);
    }

    [Test]
    public void Other_inputs_under_the_same_name_are_another_sweep()
    {
        using Workplace place = Place();
        place.Run("new", "machine", "@/machine.yaml");
        place.Write("tiny.yaml", Workplace.Tiny.Replace("[systolic-32x32]", $"[{place.At("machine.yaml")}]", StringComparison.Ordinal));
        Assert.That(place.Run(Sweep).Code, Is.Zero);
        File.AppendAllText(place.At("machine.yaml"), "# another byte\n");
        IsRefused(place, "accelsim: @/out/journal: belongs to another sweep", Sweep);
    }

    [Test]
    public void A_model_that_a_workload_names_is_an_input_too()
    {
        using Workplace place = Place();
        File.Copy(Path.Combine(Input.Installation.Files.Home, "workloads/models/llama-3.2-1b.yaml"), place.At("mine.yaml"));
        place.Write("work.yaml", "accelsim: 1\nkind: workload\nname: w\nmodel: mine.yaml\n");
        place.Write("tiny.yaml", $"accelsim: 1\nkind: sweep\nname: s\nmachines: [sq-next]\nworkloads: [{place.At("work.yaml")}]\n");
        Assert.That(place.Run(Sweep).Code, Is.Zero);
        File.AppendAllText(place.At("mine.yaml"), "# another byte\n");
        IsRefused(place, "accelsim: @/out/journal: belongs to another sweep", Sweep);
    }

    [TestCase("")]
    [TestCase("hello")]
    [TestCase("accelsim-journal 1 0000 12\n")]
    [TestCase("x\n#0 0 811c9dc5\n")]
    public void Only_the_beginning_of_its_own_journal_is_taken_for_one(string text)
    {
        using Workplace place = Place();
        place.Write("out/journal", text);
        if (text.Length == 0) Assert.That(place.Run(Sweep).Code, Is.Zero);
        else IsRefused(place, "accelsim: @/out/journal: belongs to another sweep", Sweep);
    }

    [Test]
    public void Fresh_starts_over_whatever_lies_there()
    {
        using Workplace place = Place();
        place.Write("out/journal", "hello");
        place.Write("out/results.csv", "old");
        place.Write("out/pareto.png", "old");
        Assert.That(place.Run([.. Sweep, "--fresh"]).Code, Is.Zero);
        place.Run("sweep", "@/tiny.yaml", "--out", "@/other");
        Assert.That(place.Files("out"), Is.EqualTo(place.Files("other")));
    }

    [Test]
    public void Neither_a_run_nor_a_merge_writes_over_a_sweep_nor_a_sweep_over_a_run()
    {
        using Workplace place = Place();
        place.Run(Sweep);
        place.Run("run", "sq-next", "llama-3.1-8b", "--out", "@/run");
        IsRefused(place, "--out @/out: holds a sweep", "run", "sq-next", "llama-3.1-8b", "--out", "@/out");
        IsRefused(place, "--out @/out: holds a sweep", "merge", "@/out", "--out", "@/out");
        IsRefused(place, "@/run/results.csv: is of another run, not of this sweep", "sweep", "@/tiny.yaml", "--out", "@/run");
    }

    [Test]
    public void Shards_of_different_sweeps_do_not_merge()
    {
        using Workplace place = Place();
        place.Run([.. Sweep, "--shard", "0/2"]);
        place.Run("sweep", "@/tiny.yaml", "--out", "@/b", "--shard", "1/2", "--set", "clock=2 GHz");
        IsRefused(place, "@/b: comes from 'sweep tiny.yaml --set clock=2 GHz', but @/out from 'sweep tiny.yaml'", "merge", "@/out", "@/b", "--out", "@/m");
        IsRefused(place, "@/out: points 0, 2, 4, 6, 8, 10 are in @/out too", "merge", "@/out", "@/out", "--out", "@/m");
        IsRefused(place, "points 1, 3, 5, 7, 9, 11 are missing, 6 of 12", "merge", "@/out", "--out", "@/m");
        IsRefused(place, "@/none/results.csv: cannot be read", "merge", "@/out", "@/none", "--out", "@/m");
    }

    [Test]
    public void A_shard_whose_rows_were_lost_is_noticed()
    {
        using Workplace place = Place();
        place.Run([.. Sweep, "--shard", "0/2"]);
        place.Run("sweep", "@/tiny.yaml", "--out", "@/b", "--shard", "1/2");
        File.WriteAllLines(place.At("b/results.csv"), File.ReadAllLines(place.At("b/results.csv"))[..^1]);
        IsRefused(place, "points 11 are missing, 1 of 12", "merge", "@/out", "@/b", "--out", "@/m");
    }

    [TestCase("@/none", "@/none: there is no such directory")]
    [TestCase("@/tiny.yaml", "@/tiny.yaml: is a file; a sweep directory is needed")]
    [TestCase("@", "@: is no sweep directory; it has neither results.csv nor journal")]
    public void Status_says_what_is_no_sweep_directory(string directory, string message)
    {
        using Workplace place = Place();
        IsRefused(place, message, "status", directory);
    }
}
