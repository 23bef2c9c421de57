using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccelSim.Explore.Results;
using AccelSim.Explore.Sweeps;
using AccelSim.Input;
using AccelSim.Input.Accumulators;
using AccelSim.Input.Formats;
using AccelSim.Input.Machines;

namespace AccelSim.Cli.Points;

/// <summary>Hash of everything that the rows of a sweep depend on; jobs and directories are not among it.</summary>
internal static class Fingerprint
{
    public static string Of(InputFiles files, string version, IEnumerable<InputFile> inputs, IEnumerable<string> set, bool operations, string engine, Shard part)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{version}\n{operations}\n{engine}\n{part.Index}/{part.Count}\n");
        foreach (InputFile input in inputs.Concat(InputHashes.Of([.. files.Shipped(DramFile.Kind), .. files.Shipped(FormatFile.Kind), .. files.Shipped(AccumulatorFile.Kind)])))
            text.Append(CultureInfo.InvariantCulture, $"{input.Name} {input.Sha256}\n");
        foreach (string change in set) text.Append(CultureInfo.InvariantCulture, $"{change}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
