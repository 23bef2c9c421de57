using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Engine.Functional.Accumulation.Silicon;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>A test that cannot fail proves nothing: wrong parameters must be noticed, exactly as often as the recordings' own table says.</summary>
public sealed class MutationTests
{
    private static readonly string[] Columns = ["F-1", "F+1", "L/2", "2L", "other rounding", "other width", "floor"];

    /// <summary>Rows out of 2,500 that fail, from the page that comes with the recordings; -1 where the mistake cannot be made or is not counted.</summary>
    private static readonly Dictionary<string, int[]> Sharpness = new()
    {
        ["a100_fp16_fp32"] = [817, 374, 632, 0, 630, 2498, 421],
        ["a100_fp16_fp16"] = [1, 0, 653, 0, 1235, -1, 1],
        ["a100_bf16_fp32"] = [506, 220, 376, 0, 625, 2490, 14],
        ["a100_tf32_fp32"] = [586, 232, 440, 0, 582, 2497, 180],
        ["ada_fp16_fp32"] = [810, 405, 594, 0, 630, 2496, 410],
        ["ada_fp16_fp16"] = [0, 0, 663, 0, 1226, -1, 1],
        ["ada_bf16_fp32"] = [477, 203, 377, 0, 624, 2491, 18],
        ["ada_tf32_fp32"] = [614, 234, 454, 0, 577, 2489, 176],
        ["ada_e4m3_fp32"] = [1334, 766, 493, 520, 580, 543, 670],
        ["ada_e4m3_fp16"] = [353, 133, 787, 606, 1441, -1, 151],
        ["ada_e5m2_fp32"] = [1126, 595, 347, 345, 491, 490, 336],
        ["ada_e5m2_fp16"] = [161, 70, 608, 599, 1255, -1, 73],
        ["h200_fp16_fp32"] = [603, 261, 761, 0, 876, 2493, 402],
        ["h200_fp16_fp16"] = [0, 0, 660, 0, 1210, -1, 1],
        ["h200_bf16_fp32"] = [244, 79, 464, 0, 842, 2497, 17],
        ["h200_tf32_fp32"] = [238, 97, 0, 0, 691, 2497, 57],
        ["h200_e4m3_fp32"] = [984, 446, 407, 0, 358, 726, 508],
        ["h200_e4m3_fp16"] = [0, 0, -1, -1, 1335, -1, 0],
        ["h200_e5m2_fp32"] = [523, 240, 178, 0, 227, 424, 276],
        ["h200_e5m2_fp16"] = [0, 0, -1, -1, 1057, -1, 0],
    };

    /// <summary>Emulated files: rows that fail under native FP8, and under halves split by k &lt; 16.</summary>
    private static readonly Dictionary<string, (int Native, int Halves)> Emulated = new()
    {
        ["h200_e4m3_fp16"] = (905, 752),
        ["h200_e5m2_fp16"] = (814, 579),
    };

    private static IEnumerable<VectorFile> Files => RecordedVectors.Files;

    private static IEnumerable<Mutation> Mutations => Mutation.All;

    [TestCaseSource(nameof(Files))]
    public void Wrong_parameters_fail_on_as_many_recorded_rows_as_published(VectorFile file)
    {
        if (!Sharpness.TryGetValue(Stem(file), out int[]? published))
            Assert.Ignore($"{file}: no published counts");
        ImmutableArray<DotVector> rows = RecordedVectors.Rows(file);
        for (int i = 0; i < Columns.Length; i++)
        {
            if (published[i] >= 0)
                Assert.That(RecordedChecks.Noticed(file, rows, Mutation.All.Single(m => m.Name == Columns[i])), Is.EqualTo(published[i]), Columns[i]);
        }
    }

    [TestCaseSource(nameof(Files))]
    public void An_emulated_instruction_is_neither_native_nor_split_by_halves(VectorFile file)
    {
        if (!Emulated.TryGetValue(Stem(file), out (int Native, int Halves) published))
            return;
        ImmutableArray<DotVector> rows = RecordedVectors.Rows(file);
        Assert.That(RecordedChecks.NativeRows(file, rows), Is.EqualTo(published.Native));
        // Operands moved so that the first half by k lands where k mod 4 is 0 or 1.
        int[] order = [.. Enumerable.Range(0, 32).Select(k => k / 4 * 2 + k % 2 + (k % 4 < 2 ? 0 : 16))];
        DotAccumulator model = file.Build();
        Assert.That(rows.Count(v => model.Dot(Array.ConvertAll(order, k => v.A[k]), Array.ConvertAll(order, k => v.B[k]), v.C) != v.D), Is.EqualTo(published.Halves));
    }

    [TestCaseSource(nameof(Mutations))]
    public void Closed_form_vectors_notice_it_wherever_it_can_be_noticed(Mutation mutation)
    {
        (AccumulatorPreset Preset, ScalarFormat Input)[] native = [.. PresetChecks.Native(ShippedPresets.All)];
        (AccumulatorPreset Preset, ScalarFormat Input)[] blind = [.. native.Where(n => mutation.Change(n.Preset.Parameters()) is { } wrong
            && !PresetChecks.Noticed(wrong, n.Preset.Parameters(), n.Input))];
        if (mutation.Name.StartsWith("e0", StringComparison.Ordinal))
        {
            // Not observable: fp16 and FP8 into fp32, whose products never lie below e0, and E4M3 into fp16.
            Assert.That(blind.Length, Is.LessThan(native.Length));
            Assert.That(blind.Select(n => n.Input), Has.None.EqualTo(ScalarFormats.Bf16).And.None.EqualTo(ScalarFormats.Tf32));
            Assert.That(blind.Where(n => n.Input == ScalarFormats.Fp16).Select(n => n.Preset.Output), Has.All.EqualTo(ScalarFormats.Fp32));
        }
        else
        {
            Assert.That(blind, Is.Empty);
        }
    }

    [Test]
    public void The_exponent_of_zero_shows_at_the_powers_that_the_reference_predicts()
    {
        // 2^-149 - 2^-j on Hopper bf16: zero while 2^-j is kept, up to j = F - e0 = 158.
        uint At(int j) => AccumulatorGen.Hopper(ScalarFormats.Bf16, ScalarFormats.Bf16).Dot([Bf16(-75), Bf16(-(j / 2), -1)], [Bf16(-74), Bf16(j / 2 - j)]);
        Assert.That(Enumerable.Range(150, 25).Last(j => At(j) == 0), Is.EqualTo(158));
        Assert.That(At(159), Is.EqualTo(1));
        // 2^-25 + 2^-j into fp16: the smallest subnormal up to j = 46.
        var half = new ScalarCodec(ScalarFormats.Fp16);
        uint Power(int exponent) => half.Encode(Math.ScaleB(1, exponent));
        uint Half(int j) => AccumulatorGen.Hopper(ScalarFormats.Fp16, ScalarFormats.Fp16, rounding: OutputRounding.RneFp16).Dot([Power(-12), Power(-(j / 2))], [Power(-13), Power(j / 2 - j)]);
        Assert.That(Enumerable.Range(26, 23).Last(j => Half(j) == 1), Is.EqualTo(46));
        Assert.That(Half(47), Is.Zero);
    }

    private static uint Bf16(int exponent, int sign = 1) => new ScalarCodec(ScalarFormats.Bf16).Encode(Math.ScaleB(sign, exponent));

    private static string Stem(VectorFile file) => file.Name.Split('.')[0];
}
