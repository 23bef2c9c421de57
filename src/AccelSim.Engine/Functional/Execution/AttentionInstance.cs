using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Operations;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>Operands of one key-value head of one sequence.</summary>
/// <param name="Query">[QLen * Group, QkDim]; row r is query r / Group of head r mod Group of those that share the cache.</param>
/// <param name="Keys">[KvLen, QkDim].</param>
/// <param name="Values">By channel, [VDim, tokens]: the compressed tokens, all of them where the format has no granule along tokens. Ignored where values lie inside the keys.</param>
/// <param name="Tail">By channel, [VDim, latest tokens] in fp16, fewer than a granule; null for none.</param>
public sealed record AttentionInstance(GemmOperand Query, GemmOperand Keys, GemmOperand Values, GemmOperand? Tail = null)
{
    /// <summary>Quantises one head for an operation: keys token by token, values a granule of tokens at a time, the rest waiting in fp16.</summary>
    /// <param name="operation">Formats and widths.</param>
    /// <param name="query">[rows, QkDim].</param>
    /// <param name="keys">[tokens, QkDim].</param>
    /// <param name="values">[tokens, VDim]; empty where values lie inside the keys.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, or the query is in SQ-format with a static mask.</exception>
    public static AttentionInstance Quantise(AttentionOperation operation, ReadOnlySpan<float> query, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(operation);
        int tokens = keys.Length / operation.QkDim, dim = operation.VDim;
        GemmOperand q = ActivationQuantiser.Quantise(operation.Query, query, query.Length / operation.QkDim, operation.QkDim);
        GemmOperand k = Cache(operation.KeyValue, keys, tokens, operation.QkDim);
        if (operation.ValuesInsideKeys)
            return new AttentionInstance(q, k, k);
        if (values.Length != tokens * dim)
            throw new ArgumentException($"{values.Length} values are no {tokens} tokens of {dim}");
        int whole = tokens / operation.KeyValue.Granule * operation.KeyValue.Granule;
        GemmOperand v = Cache(operation.KeyValue, ByChannel(values, 0, whole, dim), dim, whole);
        return new AttentionInstance(q, k, v, whole == tokens ? null
            : GemmOperand.Of(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Fp16), ByChannel(values, whole, tokens, dim), dim, tokens - whole)));
    }

    private static GemmOperand Cache(NumberFormat format, ReadOnlySpan<float> values, int vectors, int k) => format switch
    {
        SqFormat sq => GemmOperand.Of(SqQuantizer.Quantize(sq, values, vectors, k)),
        TwoFourFormat twoFour => GemmOperand.Of(TwoFourMatrix.Quantize(twoFour, values, vectors, k)),
        _ => ActivationQuantiser.Quantise(format, values, vectors, k),
    };

    private static float[] ByChannel(ReadOnlySpan<float> values, int first, int end, int dim)
    {
        var turned = new float[(end - first) * dim];
        for (int t = first; t < end; t++)
        {
            for (int c = 0; c < dim; c++) turned[c * (end - first) + t - first] = values[t * dim + c];
        }
        return turned;
    }
}
