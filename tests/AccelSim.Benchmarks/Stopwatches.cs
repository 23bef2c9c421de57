using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AccelSim.Benchmarks;

/// <summary>Wall and processor time of code on this thread and of other processes.</summary>
internal static class Stopwatches
{
    private const int ThreadProcessorTime = 3, Children = -1, Self = 0;

    /// <summary>Wall and processor milliseconds of an action on this thread.</summary>
    public static (double Wall, double Processor) Of(Action action)
    {
        double before = ThreadMilliseconds();
        long start = Stopwatch.GetTimestamp();
        action();
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (wall, OperatingSystem.IsLinux() ? ThreadMilliseconds() - before : wall);
    }

    /// <summary>Wall and processor milliseconds of an action that uses threads of its own; nothing else may run in this process.</summary>
    public static (double Wall, double Processor) OfAllThreads(Action action)
    {
        double before = UsedMilliseconds(Self);
        long start = Stopwatch.GetTimestamp();
        action();
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (wall, OperatingSystem.IsLinux() ? UsedMilliseconds(Self) - before : wall);
    }

    /// <summary>Wall and processor milliseconds and peak resident bytes of a process.</summary>
    /// <exception cref="InvalidOperationException">It fails.</exception>
    public static (double Wall, double Processor, long PeakBytes) OfProcess(string file, params string[] arguments)
    {
        double before = UsedMilliseconds(Children);
        long start = Stopwatch.GetTimestamp(), peak = 0;
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        while (!process.WaitForExit(5)) peak = Math.Max(peak, Peak(process));
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.WaitForExit();
        _ = output.Result;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} {string.Join(' ', arguments)}: exit {process.ExitCode}: {error.Result}");
        return (wall, UsedMilliseconds(Children) - before, peak);
    }

    /// <summary>The middle value; of an even number of them the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static long Peak(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private static double ThreadMilliseconds()
    {
        if (!OperatingSystem.IsLinux()) return 0;
        long[] time = new long[2];
        _ = clock_gettime(ThreadProcessorTime, time);
        return time[0] * 1e3 + time[1] / 1e6;
    }

    // Seconds and microseconds of user time, then of system time.
    private static double UsedMilliseconds(int of)
    {
        if (!OperatingSystem.IsLinux()) return double.NaN;
        long[] usage = new long[18];
        _ = getrusage(of, usage);
        return (usage[0] + usage[2]) * 1e3 + (usage[1] + usage[3]) / 1e3;
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, [Out] long[] time);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int getrusage(int who, [Out] long[] usage);
}
