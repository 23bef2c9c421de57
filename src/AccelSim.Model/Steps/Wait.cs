namespace AccelSim.Model.Steps;

/// <summary>
/// A step waits until <see cref="Register"/> has been signalled <see cref="Version"/> times. Registers stand for buffers
/// ("operand slot 1 is full", "accumulator 0 is free"); version 0 is satisfied from the start.
/// </summary>
public readonly record struct Wait(sbyte Register, int Version)
{
    public static readonly Wait None = new(-1, 0);

    public bool IsNone => Register < 0;
}
