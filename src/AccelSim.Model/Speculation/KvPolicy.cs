namespace AccelSim.Model.Speculation;

/// <summary>Which keys and values a draft reads (arXiv 2408.11049, section 4; docs/SPECULATION.md).</summary>
public enum KvPolicy
{
    /// <summary>All of them.</summary>
    Full,

    /// <summary>16 sinks and a recent window, K tokens in all: nothing is selected, and the bytes never grow (StreamingLLM, arXiv 2309.17453).</summary>
    StreamingLlm,

    /// <summary>The K tokens of each key head that the last 32 queries of the prompt weigh most, chosen once; what is generated is kept too (arXiv 2404.14469).</summary>
    SnapKv,

    /// <summary>The K best keys by product-quantised codes, 16 sub-vectors of 8 bits each, chosen anew for every draft step (arXiv 2407.12820).</summary>
    PqCache,

    /// <summary>The K best keys by their scores, chosen anew for every draft step: reads every key.</summary>
    ExactTopK,
}
