using System.Security.Cryptography;

namespace AccelSim.Explore.Results;

/// <summary>A file that a result depends on.</summary>
/// <param name="Name">Name without the machine's directories, so that it is the same on every machine.</param>
/// <param name="Sha256">SHA-256 of the bytes, lower-case hexadecimal.</param>
public sealed record InputFile(string Name, string Sha256)
{
    /// <summary>Hashes bytes that are already in memory.</summary>
    public static InputFile Of(string name, ReadOnlySpan<byte> content) => new(Portable(name), Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>A relative path stays as the user gave it; an absolute one, or one that climbs out, keeps its last part only.</summary>
    public static string Portable(string path)
    {
        string slashed = path.Replace('\\', '/');
        bool local = !Path.IsPathRooted(path) && !slashed.Split('/').Contains("..");
        string name = local ? slashed : slashed[(slashed.TrimEnd('/').LastIndexOf('/') + 1)..];
        return name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
    }
}
