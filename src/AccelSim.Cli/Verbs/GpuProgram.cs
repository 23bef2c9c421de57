using System.Diagnostics;
using System.Globalization;

namespace AccelSim.Cli.Verbs;

/// <summary>
/// The GPU part: a program of its own, since its compiler of kernels needs what a native executable lacks. It lies beside this one, under
/// <c>gpu</c> beside it, or is built from the sources of the checkout; its output and exit code pass through.
/// </summary>
internal static class GpuProgram
{
    private const string Name = "AccelSim.Gpu";

    /// <summary>Runs it and returns its exit code.</summary>
    /// <exception cref="BadInputException">It is not there and cannot be built.</exception>
    public static int Run(Session session, params IReadOnlyList<string> arguments)
    {
        session.Terminal.Out.Flush();
        ProcessStartInfo start = Beside(AppContext.BaseDirectory) ?? Beside(Path.Combine(AppContext.BaseDirectory, "gpu")) ?? Built(session);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Wait(start);
    }

    private static ProcessStartInfo? Beside(string folder)
    {
        string assembly = Path.Combine(folder, Name + ".dll"), executable = Path.Combine(folder, Name);
        if (File.Exists(assembly))
            return new(Dotnet, [assembly]);
        return File.Exists(executable) ? new(executable) : null;
    }

    private static ProcessStartInfo Built(Session session)
    {
        string project = Path.Combine(session.Files.Home, "src", Name);
        if (!File.Exists(Path.Combine(project, Name + ".csproj")))
            throw new BadInputException($"accelsim: --gpu: the program {Name} is missing; put it beside accelsim (scripts/gpu-check.sh makes it) or run from a checkout");
        using Process build = Started(new(Dotnet, ["build", project, "-c", "Release", "-v", "quiet", "-nologo"]) { RedirectStandardOutput = true });
        string messages = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode == 0)
            return Beside(Path.Combine(project, "bin", "Release", "net10.0")) ?? throw new BadInputException($"accelsim: --gpu: {project} was built but holds no {Name}.dll");
        session.Terminal.Error.Write(messages);
        throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"accelsim: --gpu: building {project} ended with {build.ExitCode}"));
    }

    /// <summary>The dotnet that runs this program, or the one on the path.</summary>
    private static string Dotnet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static int Wait(ProcessStartInfo start)
    {
        using Process process = Started(start);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static Process Started(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        try
        {
            return Process.Start(start) ?? throw new BadInputException($"accelsim: --gpu: {start.FileName} does not start");
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new BadInputException($"accelsim: --gpu: {start.FileName} does not start: {fault.Message}");
        }
    }
}
