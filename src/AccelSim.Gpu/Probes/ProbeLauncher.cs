using AccelSim.Gpu.Driver;

namespace AccelSim.Gpu.Probes;

/// <summary>Runs one probe on silicon.</summary>
public sealed class ProbeLauncher : IDisposable
{
    private readonly CudaDevice device;
    private readonly CudaModule module;
    private readonly PtxEntry entry;
    private readonly TensorProbe probe;

    /// <exception cref="CudaException">The driver cannot assemble or load the text.</exception>
    public ProbeLauncher(CudaDevice device, TensorProbe probe)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(probe);
        (this.device, this.probe) = (device, probe);
        device.MakeCurrent();
        string text = probe.Text();
        entry = PtxEntry.Read(text);
        module = new CudaModule(device, text);
    }

    /// <summary>The machine code that runs.</summary>
    public byte[] Cubin => module.Cubin;

    /// <summary>Addresses of A, B, C and D, then the number of chained instructions.</summary>
    public static IReadOnlyList<byte[]> Arguments(ulong a, ulong b, ulong c, ulong d, int steps) =>
        [PtxEntry.Address(a), PtxEntry.Address(b), PtxEntry.Address(c), PtxEntry.Address(d), PtxEntry.Word(steps)];

    /// <summary>D for some operands.</summary>
    public ProbeRecord Run(ProbeInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        device.MakeCurrent();
        byte[] start = ProbeInputs.ResultBytes(inputs.C, probe.Output), results = new byte[start.Length];
        // What a kernel fails to write must not look like a result.
        results.AsSpan().Fill(0xA5);
        using CudaMemory a = device.Upload<byte>(ProbeInputs.Bytes(inputs.A, probe.Left)), b = device.Upload<byte>(ProbeInputs.Bytes(inputs.B, probe.Right));
        using CudaMemory c = device.Upload<byte>(start), d = device.Upload<byte>(results);
        IReadOnlyList<byte[]> arguments = Arguments(a.Address, b.Address, c.Address, d.Address, inputs.Family.Steps);
        entry.Check(arguments);
        module.Launch(entry.Name, inputs.Tiles, probe.Threads, arguments);
        d.Download<byte>(results);
        return new()
        {
            Kind = ProbeRecord.Silicon,
            Probe = probe.Name,
            Family = inputs.Family.Name,
            Source = device.Name,
            Architecture = $"sm_{device.Capability}",
            Driver = $"CUDA {device.CudaVersion}, {KernelDriver.Version()}",
            CubinHash = module.CubinHash,
            Mnemonic = probe.Mnemonic,
            InputHash = inputs.Hash,
            Seed = inputs.Seed,
            Tiles = inputs.Tiles,
            Results = results,
        };
    }

    public void Dispose() => module.Dispose();
}
