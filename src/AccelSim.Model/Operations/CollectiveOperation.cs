namespace AccelSim.Model.Operations;

/// <summary>An exchange between the chips of the system; every chip takes part.</summary>
public sealed record CollectiveOperation : Operation
{
    public required CollectiveKind Kind { get; init; }

    /// <summary>Bytes of the whole buffer: the reduced vector, or the gathered result.</summary>
    public required long Bytes { get; init; }

    public override long Macs => 0;
}
