namespace AccelSim.Model.Mappings;

/// <summary>Order of the two outer loops over output tiles; the reduction is always innermost (partial sums never leave the core).</summary>
public enum LoopOrder
{
    /// <summary>for m { for n }: activations stay while weights pass.</summary>
    MOuter,

    /// <summary>for n { for m }: weights stay while activations pass.</summary>
    NOuter,
}
