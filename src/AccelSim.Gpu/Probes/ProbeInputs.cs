using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AccelSim.Gpu.Gemm;
using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Probes;

/// <summary>Operands of a probe as codes: tiles of A, of B with its columns as rows, and of C.</summary>
/// <param name="Probe">The instruction.</param>
/// <param name="Family">Where they come from.</param>
/// <param name="Seed">What they are drawn with.</param>
/// <param name="Tiles">Independent products.</param>
/// <param name="A">[tiles, rows, terms].</param>
/// <param name="B">[tiles, 8, terms].</param>
/// <param name="C">[tiles, rows, 8].</param>
public sealed record ProbeInputs(TensorProbe Probe, ProbeFamily Family, int Seed, int Tiles, uint[] A, uint[] B, uint[] C)
{
    /// <summary>K of every product.</summary>
    public int Terms => Probe.Terms * Family.Steps;

    /// <summary>SHA-256 of A, B and C as the device reads them: a generator that has changed shows here.</summary>
    public string Hash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Bytes(A, Probe.Left));
            hash.AppendData(Bytes(B, Probe.Right));
            hash.AppendData(ResultBytes(C, Probe.Output));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Draws them; the same arguments give the same ones on every machine.</summary>
    public static ProbeInputs Draw(TensorProbe probe, ProbeFamily family, int seed, int tiles)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(family);
        ArgumentOutOfRangeException.ThrowIfLessThan(tiles, 1);
        int terms = probe.Terms * family.Steps;
        var inputs = new ProbeInputs(probe, family, seed, tiles,
            new uint[tiles * probe.Rows * terms], new uint[tiles * TensorProbe.Columns * terms], new uint[tiles * probe.Rows * TensorProbe.Columns]);
        family.Fill(inputs, new ProbeRandom(probe.Name, family.Name, seed));
        return inputs;
    }

    /// <summary>Codes as an instruction reads them: low bits first, tf32 in the upper bits of its word.</summary>
    public static byte[] Bytes(uint[] codes, ScalarFormat format)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(format);
        int unused = format.Bits == 32 ? 32 - format.CodeBits : 0;
        uint[] words = PackedRows.Of(1, codes.Length, format.Bits, (_, i) => codes[i] << unused).Words;
        var bytes = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), words[i]);
        return bytes;
    }

    /// <summary>Results in 2 or 4 bytes each.</summary>
    public static byte[] ResultBytes(uint[] codes, ScalarFormat format)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(format);
        return format.Bits == 16
            ? MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(codes, code => (ushort)code)).ToArray()
            : MemoryMarshal.AsBytes<uint>(codes).ToArray();
    }

    /// <summary>The other way.</summary>
    public static uint[] Results(ReadOnlySpan<byte> bytes, ScalarFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Bits == 16
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), code => (uint)code)
            : MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
    }
}
