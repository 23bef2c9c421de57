using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AccelSim.Gpu.Driver;

/// <summary>The entry of a PTX module and its parameters.</summary>
/// <param name="Name">As the driver looks it up.</param>
/// <param name="Sizes">Bytes of every parameter, in order.</param>
public sealed partial record PtxEntry(string Name, ImmutableArray<int> Sizes)
{
    /// <summary>Reads the only entry of a module.</summary>
    /// <exception cref="FormatException">There is none, or several, or a parameter of an unknown kind.</exception>
    public static PtxEntry Read(string ptx)
    {
        MatchCollection entries = Entry().Matches(ptx);
        if (entries.Count != 1)
            throw new FormatException($"a module of {entries.Count} entries; one is expected");
        string parameters = entries[0].Groups[2].Value;
        var sizes = ImmutableArray.CreateBuilder<int>();
        foreach (string text in parameters.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Match match = Parameter().Match(text);
            if (!match.Success)
                throw new FormatException($"parameter '{text}' is of an unknown kind");
            int bytes = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) / 8;
            sizes.Add(match.Groups[2].Success ? bytes * int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : bytes);
        }
        return new(entries[0].Groups[1].Value, sizes.ToImmutable());
    }

    /// <summary>Refuses arguments that are not laid out as the parameters.</summary>
    /// <exception cref="FormatException">They are not.</exception>
    public void Check(IReadOnlyList<byte[]> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (!arguments.Select(a => a.Length).SequenceEqual(Sizes))
            throw new FormatException($"{Name} takes parameters of {string.Join(", ", Sizes)} bytes, not {string.Join(", ", arguments.Select(a => a.Length))}");
    }

    /// <summary>A 32-bit number.</summary>
    public static byte[] Word(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>A 64-bit address.</summary>
    public static byte[] Address(ulong address)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, address);
        return bytes;
    }

    /// <summary>An array view of ILGPU 1.5: address, then length in elements, 64 bits each.</summary>
    public static byte[] View(ulong address, long length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, address);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), length);
        return bytes;
    }

    [GeneratedRegex(@"\.visible\s+\.entry\s+(\w+)\s*\(([^)]*)\)")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\.param\s+(?:\.align\s+\d+\s+)?\.[busf](8|16|32|64)\s+\w+(?:\[(\d+)\])?$")]
    private static partial Regex Parameter();
}
