using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// A cache in any format. Keys are quantised token by token along head_dim. Values are quantised along tokens, a granule of the format (bank, block,
/// group, quad) at a time; until it is full they wait in fp16. A format with one scale per vector takes a value token by token instead, since a
/// channel is never complete; one without scales lets all of them wait, in itself. Queries and probabilities stay fp32.
/// Sums run through <see cref="GemmReference"/>: tokens ascending, the waiting ones last, one fused multiply-add each, all into the same accumulator;
/// parts under a tensor scale are finished and added.
/// </summary>
public sealed class QuantisedKvHead(NumberFormat format, int headDim) : IKvHead
{
    private readonly ScalarCodec waiting = new(format is PlainFormat { Scale: null } plain ? plain.Element : ScalarFormats.Fp16);
    private readonly List<GemmOperand> keys = [];
    private readonly List<GemmOperand> values = [];
    private readonly List<float[]> tail = [];

    private bool IsUnscaled => format is PlainFormat { Scale: null };

    private bool IsPerToken => format is PlainFormat { Group: 0, Scale: not null };

    public void Append(ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        keys.Add(Coded(key, 1, headDim));
        if (IsPerToken)
        {
            values.Add(Coded(value, 1, headDim).Transposed());
            return;
        }
        tail.Add(Array.ConvertAll(value.ToArray(), element => waiting.Round(element)));
        if (IsUnscaled || tail.Count < format.Granule)
            return;
        var byChannel = new float[headDim * tail.Count];
        for (int i = 0; i < byChannel.Length; i++)
            byChannel[i] = tail[i % tail.Count][i / tail.Count];
        values.Add(Coded(byChannel, headDim, tail.Count));
        tail.Clear();
    }

    public float[] Scores(ReadOnlySpan<float> query)
    {
        GemmOperand q = GemmOperand.Of(query, 1, headDim);
        var scores = new float[keys.Count];
        for (int t = 0; t < scores.Length; t++)
            scores[t] = GemmReference.Dot(q, 0, keys[t], 0);
        return scores;
    }

    public float[] Mix(ReadOnlySpan<float> probabilities)
    {
        var mixed = new float[headDim];
        int first = 0;
        foreach (GemmOperand part in values)
        {
            GemmOperand p = GemmOperand.Of(probabilities.Slice(first, part.K), 1, part.K);
            for (int i = 0; i < headDim; i++)
            {
                mixed[i] = part.TensorScale == 1
                    ? GemmReference.Dot(p, 0, part, i, initial: mixed[i])
                    : mixed[i] + GemmReference.Dot(p, 0, part, i);
            }
            first += part.K;
        }
        foreach (float[] token in tail)
        {
            for (int i = 0; i < headDim; i++)
                mixed[i] = MathF.FusedMultiplyAdd(probabilities[first], token[i], mixed[i]);
            first++;
        }
        return mixed;
    }

    private GemmOperand Coded(ReadOnlySpan<float> vectors, int count, int k) => format switch
    {
        PlainFormat plain => GemmOperand.Of(PlainQuantizer.Quantize(plain, vectors, count, k)),
        BlockScaledFormat block => GemmOperand.Of(BlockQuantizer.Quantize(block, vectors, count, k)),
        SqFormat sq => GemmOperand.Of(SqQuantizer.Quantize(sq, vectors, count, k)),
        TwoFourFormat twoFour => GemmOperand.Of(TwoFourMatrix.Quantize(twoFour, vectors, count, k)),
        _ => throw new ArgumentException($"{format} cannot hold a cache"),
    };
}
