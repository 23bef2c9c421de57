using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>A request under way.</summary>
internal sealed class ServedSequence(int number, ServedRequest request)
{
    public int Number => number;

    public ServedRequest Request => request;

    /// <summary>Tokens of the prompt in the cache, reused ones included.</summary>
    public long Prefilled { get; set; }

    /// <summary>Output tokens so far.</summary>
    public long Made { get; set; }

    /// <summary>Pages that it holds for itself.</summary>
    public long Pages { get; set; }

    /// <summary>Whether it reads a shared beginning.</summary>
    public bool SharesBeginning { get; set; }

    public double FirstTokenMs { get; set; }

    public double EndMs { get; set; }

    public bool IsPrefilled => Prefilled == request.Prompt;

    /// <summary>Tokens in its cache.</summary>
    public long Context => Prefilled + Made;
}
