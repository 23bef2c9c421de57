using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// The buffers of a core as registers that steps wait for and signal (docs/ENGINE.md). A wait is taken before the signals of its own
/// step are counted, so it always means the latest earlier signal in the stream.
/// </summary>
internal sealed class Registers
{
    /// <summary>Most buffers of one kind.</summary>
    public const int Slots = 4;

    /// <summary>All of K of the activations is in the shared buffer.</summary>
    public const int PanelA = Slots * 12;

    /// <summary>All of K of the weights is in the shared buffer.</summary>
    public const int PanelB = PanelA + 1;

    public const int Count = PanelB + 1;

    private readonly int[] versions = new int[Count];

    public static int FullA(int slot) => slot;

    public static int FreeA(int slot) => Slots + slot;

    public static int FullB(int slot) => 2 * Slots + slot;

    public static int FreeB(int slot) => 3 * Slots + slot;

    public static int AccumulatorFree(int slot) => 4 * Slots + slot;

    public static int AccumulatorFull(int slot) => 5 * Slots + slot;

    public static int OutputFree(int slot) => 6 * Slots + slot;

    public static int OutputFull(int slot) => 7 * Slots + slot;

    public static int ScoresFull(int slot) => 8 * Slots + slot;

    public static int ScoresFree(int slot) => 9 * Slots + slot;

    public static int ProbabilitiesFull(int slot) => 10 * Slots + slot;

    public static int Joined(int slot) => 11 * Slots + slot;

    /// <summary>Slots of values: the upper half of B's, since attention loads keys into the lower.</summary>
    public static int FullV(int slot) => FullB(2 + slot);

    public static int FreeV(int slot) => FreeB(2 + slot);

    public Wait On(int register) => new((sbyte)register, versions[register]);

    public sbyte Signal(int register)
    {
        versions[register]++;
        return (sbyte)register;
    }
}
