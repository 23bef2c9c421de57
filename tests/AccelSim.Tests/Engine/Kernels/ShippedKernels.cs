using AccelSim.Engine.Kernels;
using AccelSim.Input.Machines;
using AccelSim.Input.Measured;
using AccelSim.Model.Machines;
using AccelSim.Tests.Input;

namespace AccelSim.Tests.Engine.Kernels;

/// <summary>The shipped chips and constants.</summary>
internal static class ShippedKernels
{
    public static readonly string[] Gpus = ["a100-sxm", "h100-sxm", "h200-sxm", "l40s", "b200-sxm"];

    public static KernelLibrary Library { get; } = Load();

    public static Machine Machine(string name) => MachineFile.Kind.Load(name, [], Installation.Files).Value!;

    public static KernelChip Chip(string name) => KernelChip.Of(Machine(name));

    public static SharedConstants Shared(KernelChip chip) => Library.Shared(chip);

    private static KernelLibrary Load()
    {
        List<string> problems = [];
        return KernelLibrary.Of(CalibrationFile.Kind.Load("calibration", [], Installation.Files).Value!, problems) ?? throw new InvalidOperationException(string.Join('\n', problems));
    }
}
