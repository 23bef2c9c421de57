using System.Buffers.Binary;
using AccelSim.Gpu.Probes;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Probes;

/// <summary>
/// The probes carried out without a GPU: their own loads, stores and addresses, with the matrix instruction done by the model on the elements that
/// the PTX ISA puts into each register ("Matrix Fragments for mma.m16n8k16" and its sisters; "Matrix Descriptor Format" of wgmma).
/// </summary>
public sealed class ProbeLayoutTests
{
    [TestCaseSource(typeof(TensorProbes), nameof(TensorProbes.All))]
    public void Every_element_reaches_its_place(TensorProbe probe) => Assert.That(Agrees(probe, probe.Text()), Is.True);

    [TestCase("mma.f16.f32", "[%low+16]", "[%low+12]")]
    [TestCase("mma.s4.s32", "mad.lo.u32 %offset, %tile, 8, %g;", "mad.lo.u32 %offset, %tile, 16, %g;")]
    [TestCase("mma.f16.f16", "[%c+128]", "[%c+64]")]
    [TestCase("wgmma.e4m3.e4m3.f32", "0x1000080000", "0x0800100000")]
    [TestCase("wgmma.f16.f16", "shl.b32 %place, %place, 8;", "shl.b32 %place, %place, 7;")]
    public void A_wrong_place_is_noticed(string name, string right, string wrong)
    {
        TensorProbe probe = TensorProbes.Find(name)!;
        Assert.That(probe.Text(), Does.Contain(right));
        Assert.That(Agrees(probe, probe.Text().Replace(right, wrong, StringComparison.Ordinal)), Is.False);
    }

    private static bool Agrees(TensorProbe probe, string text)
    {
        ProbeInputs inputs = ProbeInputs.Draw(probe, ProbeFamily.Find(probe, "chain")!, 5, 2);
        ProbeModel model = ProbeModel.Of(GpuGeneration.Of(90)!, probe)!;
        byte[] a = ProbeInputs.Bytes(inputs.A, probe.Left), b = ProbeInputs.Bytes(inputs.B, probe.Right), c = ProbeInputs.ResultBytes(inputs.C, probe.Output);
        byte[] memory = [.. a, .. b, .. c, .. new byte[c.Length]];
        var machine = new PtxMachine(text, new()
        {
            ["a"] = 0,
            ["b"] = (ulong)a.Length,
            ["c"] = (ulong)(a.Length + b.Length),
            ["d"] = (ulong)(a.Length + b.Length + c.Length),
            ["steps"] = (ulong)inputs.Family.Steps,
        }, memory);
        for (int tile = 0; tile < inputs.Tiles; tile++) machine.Run(tile, probe.Threads, (m, operands) => Multiply(probe, model, m, operands));
        uint[] found = ProbeInputs.Results(memory.AsSpan(a.Length + b.Length + c.Length), probe.Output);
        return found.AsSpan().SequenceEqual(model.Predict(inputs));
    }

    private static void Multiply(TensorProbe probe, ProbeModel model, PtxMachine machine, string[] operands)
    {
        byte[][] a = new byte[probe.Rows][], b = new byte[TensorProbe.Columns][];
        for (int i = 0; i < a.Length; i++) a[i] = new byte[32];
        for (int i = 0; i < b.Length; i++) b[i] = new byte[32];
        if (probe.Rows == 64)
        {
            FromShared(machine, machine.Threads[0][operands[1]], a);
            FromShared(machine, machine.Threads[0][operands[2]], b);
            Assert.That(machine.Threads.All(t => t[operands[3]] == 1), Is.True, "D is added to");
        }
        else
        {
            FromRegisters(machine, operands, a, b);
            Assert.That(PtxMachine.List(operands[3]), Is.EqualTo(PtxMachine.List(operands[0])), "C is D");
        }
        string[] names = PtxMachine.List(operands[0]);
        for (int t = 0; t < machine.Threads.Length; t++)
        {
            for (int r = 0; r < names.Length; r++)
            {
                ulong word = machine.Threads[t][names[r]], sums = 0;
                int halves = probe.Output.Bits == 16 ? 2 : 1;
                for (int h = 0; h < halves; h++)
                {
                    // 16-bit results stand in pairs, low first.
                    int index = r * halves + h, row = t / 32 * 16 + t % 32 / 4 + 8 * (index / 2), column = t % 4 * 2 + index % 2;
                    uint start = halves == 1 ? (uint)word : (uint)(word >> (16 * h)) & 0xFFFF;
                    sums |= (ulong)model.Accumulator.Dot(Codes(a[row], probe.Left), Codes(b[column], probe.Right), start) << (16 * h);
                }
                machine.Threads[t]["new" + names[r]] = sums;
            }
        }
        foreach (Dictionary<string, ulong> registers in machine.Threads)
        {
            foreach (string name in names) registers[name] = registers["new" + name];
        }
    }

    /// <summary>Register r of A: row t/4 + 8(r mod 2), bytes 4(t mod 4) + 16(r/2); of B: column t/4, bytes 4(t mod 4) + 16r.</summary>
    private static void FromRegisters(PtxMachine machine, string[] operands, byte[][] a, byte[][] b)
    {
        string[] left = PtxMachine.List(operands[1]), right = PtxMachine.List(operands[2]);
        for (int t = 0; t < 32; t++)
        {
            for (int r = 0; r < 4; r++)
                BinaryPrimitives.WriteUInt32LittleEndian(a[t / 4 + 8 * (r % 2)].AsSpan(4 * (t % 4) + 16 * (r / 2)), (uint)machine.Threads[t][left[r]]);
            for (int r = 0; r < 2; r++)
                BinaryPrimitives.WriteUInt32LittleEndian(b[t / 4].AsSpan(4 * (t % 4) + 16 * r), (uint)machine.Threads[t][right[r]]);
        }
    }

    /// <summary>K-major without swizzle: core matrices of 8 rows by 16 bytes, leading offset along K, stride offset along rows.</summary>
    private static void FromShared(PtxMachine machine, ulong descriptor, byte[][] rows)
    {
        int start = (int)(descriptor & 0x3FFF) << 4, leading = (int)(descriptor >> 16 & 0x3FFF) << 4, stride = (int)(descriptor >> 32 & 0x3FFF) << 4;
        Assert.That(descriptor >> 46, Is.Zero, "no base offset, no swizzle");
        for (int row = 0; row < rows.Length; row++)
        {
            for (int k = 0; k < 32; k++)
                rows[row][k] = machine.Shared[start + row / 8 * stride + k / 16 * leading + row % 8 * 16 + k % 16];
        }
    }

    private static uint[] Codes(byte[] bytes, AccelSim.Model.Formats.ScalarFormat format) => format.Bits switch
    {
        4 => [.. bytes.SelectMany(x => (uint[])[x & 15u, (uint)x >> 4])],
        8 => [.. bytes.Select(x => (uint)x)],
        16 => [.. Enumerable.Range(0, 16).Select(i => (uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i)))],
        _ => [.. Enumerable.Range(0, 8).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i)) >> 13)],
    };
}
