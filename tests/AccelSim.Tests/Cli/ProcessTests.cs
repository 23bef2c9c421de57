using System.Diagnostics;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

/// <summary>What only a process of its own shows: signals, kill -9, pipes and full devices.</summary>
[Platform("Linux")]
public sealed class ProcessTests
{
    // Large enough to be still running when the signal comes, small enough to end soon.
    private static readonly string Long = Workplace.Tiny.Replace("values: [16, 32, 64, 128]", "range: {from: 16, to: 8000, step: 16}", StringComparison.Ordinal);

    private static Outcome Shell(Workplace place, string script)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "AccelSim.Cli.dll");
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = place.Root };
        foreach (string argument in (string[])["-c", "set -o pipefail; " + script.Replace("accelsim ", $"dotnet '{dll}' ", StringComparison.Ordinal)]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output, error.Result);
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 130)]
    [TestCase("KILL", 137)]
    public void A_sweep_that_is_stopped_goes_on_to_the_directory_of_one_that_is_not(string signal, int code)
    {
        using var place = new Workplace();
        place.Write("s.yaml", Long);
        // The journal's size tells when points have been finished.
        Outcome stopped = Shell(place, "set -m; accelsim sweep s.yaml --out out --jobs 1 & until [ $(stat -c %s out/journal 2>/dev/null || echo 0) -gt 2000 ]; do sleep 0.02; done; "
            + $"kill -{signal} %1; wait %1");
        Assert.That(stopped.Code, Is.EqualTo(code), stopped.Error);
        Assert.That(place.Run("status", "@/out").Out, Does.Match(@"^@/out: interrupted, [1-9]\d* of 1500 points finished"));
        Assert.That(place.Run("sweep", "@/s.yaml", "--out", "@/out").Code, Is.Zero);
        Assert.That(place.Run("sweep", "@/s.yaml", "--out", "@/whole").Code, Is.Zero);
        Assert.That(place.Files("out", journal: false).Length, Is.EqualTo(place.Files("whole", journal: false).Length));
        Assert.That(File.ReadAllBytes(place.At("out/results.csv")), Is.EqualTo(File.ReadAllBytes(place.At("whole/results.csv"))));
        Assert.That(File.ReadAllBytes(place.At("out/journal")).Length, Is.EqualTo(File.ReadAllBytes(place.At("whole/journal")).Length));
    }

    [Test]
    public void A_long_run_ends_at_once_when_interrupted()
    {
        using var place = new Workplace();
        Outcome stopped = Shell(place, "set -m; accelsim gemm --machine sq-next --m 8192 --n 8192 --k 8192 --weights int8 --activations int8 --engine reference & sleep 1.5; kill -INT %1; wait %1");
        Assert.That((stopped.Code, stopped.Out), Is.EqualTo((130, "")));
        // On a busy machine the signal may come before the program has begun to listen, and ends it silently.
        Assert.That(stopped.Error, Does.StartWith("accelsim: interrupted\n").Or.Not.Contain("accelsim: "));
    }

    [Test]
    public void A_sweep_of_one_slow_point_says_that_it_stops_and_a_second_signal_ends_it()
    {
        using var place = new Workplace();
        place.Write("s.yaml", Workplace.Tiny.Replace("values: [16, 32, 64, 128]", "values: [65536]", StringComparison.Ordinal).Replace("n: 64, k: 64", "n: 65536, k: 65536", StringComparison.Ordinal));
        // The limit of processor seconds ends a program that takes both signals for the first, so that this fails instead of waiting for ever.
        Outcome stopped = Shell(place, "set -m; ulimit -t 120; accelsim sweep s.yaml --out out --engine reference --jobs 1 2>said & until [ -e out/journal ]; do sleep 0.02; done; sleep 1; "
            + "kill -INT %1; until grep -q stopping said; do sleep 0.02; done; kill -INT %1; wait %1; code=$?; cat said >&2; exit $code");
        Assert.That(stopped.Code, Is.EqualTo(130), stopped.Error);
        Assert.That(stopped.Error, Does.EndWith("accelsim: stopping after what is in progress; a second Ctrl-C ends at once\naccelsim: interrupted\n"));
    }

    [Test]
    public void A_second_process_is_kept_out_of_a_directory_in_use()
    {
        using var place = new Workplace();
        place.Write("s.yaml", Long);
        Outcome second = Shell(place, "set -m; accelsim sweep s.yaml --out out --jobs 1 2>/dev/null & until [ $(stat -c %s out/journal 2>/dev/null || echo 0) -gt 200 ]; do sleep 0.02; done; "
            + "kill -STOP %1; accelsim status out; accelsim sweep s.yaml --out out --fresh; code=$?; kill -KILL %1; kill -CONT %1; exit $code");
        Assert.That(second.Code, Is.EqualTo(2), second.Error);
        Assert.That(second.Out, Does.StartWith("out: running, "));
        Assert.That(second.Error, Does.Contain("out/journal: another process runs a sweep in this directory; wait for it, or choose another directory"));
    }

    [Test]
    public void The_gpu_part_is_found_and_its_end_passes_through()
    {
        if (System.Runtime.InteropServices.NativeLibrary.TryLoad("libcuda.so.1", out _))
            Assert.Ignore("a driver is installed");
        using var place = new Workplace();
        Outcome none = Shell(place, "accelsim verify numerics --gpu --record out --format csv");
        Assert.That((none.Code, none.Out), Is.EqualTo((77, "")));
        Assert.That(none.Messages, Is.EqualTo((string[])["no usable GPU: no NVIDIA driver on this machine: libcuda.so.1 cannot be loaded"]));
        Assert.That(Shell(place, "accelsim verify numerics --record out").Code, Is.EqualTo(2));
        Assert.That(Directory.Exists(place.At("out")), Is.False);
    }

    [TestCase("accelsim list metrics | head -1 >/dev/null", 0)]
    [TestCase("accelsim --help | true", 0)]
    [TestCase("accelsim run sq-next llama-3.1-8b --format json > /dev/full", 2)]
    [TestCase("accelsim list formats >&-", 2)]
    public void A_broken_or_full_output_leaves_no_stack_trace(string script, int code)
    {
        using var place = new Workplace();
        Outcome outcome = Shell(place, script);
        Assert.That(outcome.Code, Is.EqualTo(code), outcome.Error);
        Assert.That(outcome.Error, Does.Not.Contain("   at ").And.Not.Contain("Unhandled"));
        if (code == 2) Assert.That(outcome.Error, Does.StartWith("accelsim: standard output cannot be written"));
    }

    [Test]
    public void An_installation_that_is_not_there_is_named()
    {
        using var place = new Workplace();
        Outcome outcome = Shell(place, "ACCELSIM_HOME=/nowhere accelsim list machines");
        Assert.That((outcome.Code, outcome.Error), Is.EqualTo((2, "accelsim: /nowhere holds no configs/dram; set ACCELSIM_HOME to the directory that holds configs and workloads\n")));
    }

    [Test]
    public void Locales_and_colour_settings_change_no_byte()
    {
        using var place = new Workplace();
        const string Run = "accelsim run sq-next llama-3.1-8b --operations";
        string plain = Shell(place, Run).Out;
        Assert.That(plain, Is.Not.Empty);
        Assert.That(Shell(place, $"LANG=de_DE.UTF-8 LC_ALL=tr_TR.UTF-8 NO_COLOR=1 TERM=dumb COLUMNS=40; export LANG LC_ALL NO_COLOR TERM COLUMNS; {Run}").Out, Is.EqualTo(plain));
    }
}
