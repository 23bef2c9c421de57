using System.Diagnostics;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Kernels;

/// <summary>NVIDIA's stand-alone assembler and disassembler where they are on the path; tests that need them are skipped by name elsewhere.</summary>
internal static partial class Assembler
{
    /// <summary>Assembles a module and returns its matrix instructions as the disassembler names them; empty where there is none on the path.</summary>
    public static string[] Assemble(string text, string target)
    {
        if (Find("ptxas") is not { } ptxas)
        {
            Assert.Ignore("ptxas: not on the path");
            return [];
        }
        string folder = Directory.CreateTempSubdirectory("accelsim-ptx").FullName;
        try
        {
            string source = Path.Combine(folder, "k.ptx"), cubin = Path.Combine(folder, "k.cubin");
            File.WriteAllText(source, text);
            (int code, string messages) = Run(ptxas, $"-arch={target}", source, "-o", cubin);
            Assert.That(code, Is.Zero, messages);
            return Find("nvdisasm") is { } disassembler ? [.. Opcode().Matches(Run(disassembler, cubin).Output).Select(m => m.Value).Distinct()] : [];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    [GeneratedRegex(@"\b[HQI]G?MMA[.\w]*")]
    private static partial Regex Opcode();
}
