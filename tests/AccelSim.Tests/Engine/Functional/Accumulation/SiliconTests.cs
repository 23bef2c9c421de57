using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Accumulation.Silicon;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>Against results that real tensor cores gave.</summary>
public sealed class SiliconTests
{
    private static IEnumerable<VectorFile> Files => RecordedVectors.Files;

    [Test]
    public void Recorded_vectors_are_at_hand()
    {
        if (!RecordedVectors.Present)
            Assert.Ignore($"tensor-core: no recorded vectors at {RecordedVectors.Folder}; set ACCELSIM_DATA to the folder that holds tensor-core");
        Assert.That(RecordedVectors.Files.Sum(f => f.Rows), Is.GreaterThan(0));
    }

    [TestCaseSource(nameof(Files))]
    public void Every_recorded_result_is_reproduced_bit_for_bit(VectorFile file)
    {
        DotAccumulator model = file.Build();
        DotVector[] wrong = [.. RecordedVectors.Rows(file).Where(v => model.Dot(v.A, v.B, v.C) != v.D)];
        Assert.That(wrong, Is.Empty);
    }

    [TestCaseSource(nameof(Files))]
    public void The_batched_form_reproduces_them_too(VectorFile file)
    {
        DotAccumulator model = file.Build();
        foreach (DotVector[] batch in RecordedVectors.Rows(file).Take(256).Chunk(16))
        {
            var shape = new DotShape(batch.Length, batch.Length, file.Terms);
            uint[] sums = [.. batch.SelectMany(row => batch.Select(_ => row.C))];
            model.Multiply(shape, [.. batch.SelectMany(v => v.A)], [.. batch.SelectMany(v => v.B)], sums);
            // The diagonal holds the recorded pairs.
            Assert.That(batch.Select((_, i) => sums[i * batch.Length + i]), Is.EqualTo(batch.Select(v => v.D)));
        }
    }

    [TestCaseSource(nameof(Files))]
    public void A_preset_holds_the_parameters_of_the_index(VectorFile file)
    {
        AccumulatorPreset[] matching = [.. ShippedPresets.All.Plain.Where(p => p.Gpus.Contains(file.Gpu, StringComparison.Ordinal)
            && p.Inputs.Contains(file.Input) && p.Output == file.Output && p.IsEmulated == file.Emulated && p.IsNative != file.Emulated
            && p.Name.Contains(file.Instruction.StartsWith("wgmma", StringComparison.Ordinal) ? ".wgmma." : ".mma.", StringComparison.Ordinal))];
        Assert.That(matching, Has.Length.EqualTo(1), string.Join(", ", matching.AsEnumerable()));
        TFdpaParameters preset = matching[0].Parameters();
        Assert.That(preset with { ZeroExponent = 0 }, Is.EqualTo(file.Parameters with { ZeroExponent = 0 }));
        Assert.That(matching[0].Status, Is.EqualTo(Evidence.Verified));
        ImmutableArray<DotVector> rows = RecordedVectors.Rows(file);
        DotAccumulator model = matching[0].Build(file.Input, file.Input);
        Assert.That(rows.Count(v => model.Dot(v.A, v.B, v.C) != v.D), Is.Zero);
    }
}
