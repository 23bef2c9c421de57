using AccelSim.Engine.Functional.Verification;
using AccelSim.Gpu.Devices;

namespace AccelSim.Gpu.Checks;

/// <summary>A comparison of a kernel with the functional path of the engine on random shapes.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Holds">One random product; whether every bit agrees.</param>
public sealed record DeviceCheck(string Name, string Description, Func<IKernelDevice, Draw, bool> Holds)
{
    /// <summary>Runs <paramref name="shapes"/> random products; a case is a whole product.</summary>
    public CheckCount Run(IKernelDevice device, int shapes, int seed, CancellationToken stop = default)
    {
        var count = new CheckCount();
        for (int i = 0; i < shapes; i++)
        {
            stop.ThrowIfCancellationRequested();
            count += CheckCount.Of(Holds(device, new Draw(HashCode(seed, i))));
        }
        return count;
    }

    public override string ToString() => Name;

    /// <summary>Not the process-wide random hash of .NET: a seed must give the same shapes tomorrow. FNV-1a over the name.</summary>
    private int HashCode(int seed, int index)
    {
        unchecked
        {
            uint hash = 2166136261;
            foreach (char letter in Name) hash = (hash ^ letter) * 16777619;
            return (int)((hash ^ (uint)seed) * 16777619 + (uint)index * 2654435761);
        }
    }
}
