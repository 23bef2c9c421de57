namespace AccelSim.Input.Sweeps;

/// <summary>Kinds that a value in a constraint may have.</summary>
[Flags]
public enum ConstraintKinds
{
    None = 0,
    Number = 1,
    Text = 2,
    Truth = 4,

    /// <summary>The entry leaves the key alone: equal to nothing, and no comparison with it holds.</summary>
    Absent = 8,
}
