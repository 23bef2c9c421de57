using System.Collections.Immutable;
using AccelSim.Gpu.Devices;
using AccelSim.Gpu.Driver;
using AccelSim.Gpu.Probes;

namespace AccelSim.Gpu.Commands;

/// <summary>Runs one command line and says how it ended.</summary>
public static class GpuCommand
{
    /// <summary>All agree; something differs; bad input; no usable GPU: the exit codes of the main program.</summary>
    public const int Done = 0, Differs = 1, BadInput = 2, NoGpu = 77;

    /// <param name="arguments">As given.</param>
    /// <param name="output">Data only.</param>
    /// <param name="error">Messages.</param>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        if (arguments.Any(a => a is "--help" or "-h"))
        {
            output.WriteLine(GpuOptions.Usage);
            return Done;
        }
        (GpuOptions options, ImmutableArray<string> problems) = GpuOptions.Parse(arguments);
        foreach (string problem in problems) error.WriteLine(problem);
        if (problems.Length > 0)
            return BadInput;
        try
        {
            return options.Verb == "compare" ? CompareCommand.Run(options, output, error)
                : options.Predict is { } folder ? PredictCommand.Run(folder, output)
                : CheckCommand.Run(options, output, error);
        }
        catch (GpuUnavailableException none)
        {
            error.WriteLine($"no usable GPU: {none.Message}");
            return NoGpu;
        }
        catch (CudaException fault)
        {
            error.WriteLine($"the GPU or its driver failed: {fault.Message}");
            return Differs;
        }
        catch (FormatException fault)
        {
            error.WriteLine(fault.Message);
            return BadInput;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"a file cannot be read or written: {fault.Message}");
            return BadInput;
        }
    }
}
