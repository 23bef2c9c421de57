using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Model.Systolic;

namespace AccelSim.Explore.Identities;

/// <summary>Cycles of systolic arrays (section 1), through mapping, lowering and engines, beside memories that cost next to nothing.</summary>
internal static class SystolicLaws
{
    private static readonly Dataflow[] Flows = [Dataflow.OutputStationary, Dataflow.WeightStationary, Dataflow.InputStationary];

    /// <summary>M, N, K on 32 x 32 and the indices of OS, WS, IS: two of SCALE-Sim's own goldens, two of its formula.</summary>
    private static readonly (long M, long N, long K, double Os, double Ws, double Is)[] Published =
        [(256, 128, 256, 10_175, 11_199, 14_207), (3025, 96, 363, 121_124, 112_283, 216_599), (4096, 32, 32, 12_031, 4_189, 16_127), (32, 32, 4096, 4_157, 16_127, 16_127)];

    public static readonly Law ScaleSimPublished = new("scalesim-published", "1.1", LawKind.Equality,
        "Under compatibility scalesim the published cycle counts come out exactly.", chance =>
        {
            (long m, long n, long k, double os, double ws, double inputs) = chance.Turn(Published);
            return Trial.Equal([.. Flows.Select(f => Figure(IdealMachine.Systolic(32, 32, f), m, n, k))], os, ws, inputs);
        });

    public static readonly Law ScaleSimWalk = new("scalesim-walk", "1.1", LawKind.Equality,
        "The figure of SCALE-Sim is the index of the last cycle of a walk over all folds.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = Draw(chance, 40, 300);
            (long down, long across) = array.Dataflow switch { Dataflow.OutputStationary => (m, n), Dataflow.WeightStationary => (k, n), _ => ((long)k, m) };
            long next = 0, stream = array.Stream(m, n, k), preload = array.Dataflow == Dataflow.OutputStationary ? 0 : array.Rows;
            for (long r = 0; r < down; r += array.Rows)
            {
                // The last element (R-1, C-1) multiplies the last pair of the stream; the next fold begins in the cycle after it.
                for (long c = 0; c < across; c += array.Cols) next += preload + (stream - 1) + (array.Rows - 1) + (array.Cols - 1) + 1;
            }
            return Trial.Equal(Figure(IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow), m, n, k), next - 1);
        });

    public static readonly Law Serial = new("systolic-drain", "1.2", LawKind.Equality,
        "Without overlap a fold takes 2R+C+T-2 cycles: OS with its drain and output register, WS and IS with their preload.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = Draw(chance, 40, 300);
            return Trial.Equal(Cycles(Machine(array, false), m, n, k), array.Serial(m, n, k));
        });

    public static readonly Law SerialInBothEngines = new("systolic-drain-both-engines", "1.2", LawKind.Equality,
        "The reference engine, cycle by cycle, and the fast engine both take the drain-correct count.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = Draw(chance, 12, 24);
            Machine machine = Machine(array, false);
            return Trial.Equal([Cycles(machine, m, n, k), Cycles(machine, m, n, k, EngineChoice.Reference)], array.Serial(m, n, k), array.Serial(m, n, k));
        });

    public static readonly Law Overlapped = new("systolic-overlap", "1.3", LawKind.Equality,
        "Overlapped folds take R+(F-1)max(T,R)+T+R+C-2 cycles, one less for OS without an output register, in both engines.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = Draw(chance, 12, 24);
            Machine machine = IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow, overlap: true);
            return Trial.Equal([Cycles(machine, m, n, k), Cycles(machine, m, n, k, EngineChoice.Reference)], array.Overlapped(m, n, k), array.Overlapped(m, n, k));
        });

    public static readonly Law Between = new("systolic-bounds", "1.3", LawKind.Bound,
        "Whatever the pipeline depth, cycles lie between MNK/(RC), the overlapped bound and the sum without overlap.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = Draw(chance, 40, 300);
            int depth = chance.Int(0, 5);
            long overlapped = Cycles(IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow, true, depth), m, n, k);
            long serial = Cycles(IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow, false, depth), m, n, k);
            return new Trial([overlapped, serial], s => Slack.Min(Slack.AtLeast(s[0], array.Throughput(m, n, k)),
                Slack.AtLeast(s[0], array.Overlapped(m, n, k)), Slack.AtMost(s[0], s[1])));
        });

    public static readonly Law Chain = new("os-accumulation-chain", "1.3", LawKind.Bound,
        "Output stationary without split-K takes at least K cycles per fold and then its drain.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = chance.Number == 0 ? (new(16, 16, Dataflow.OutputStationary), 8, 16, 2048) : Draw(chance, 20, 300);
            array = array with { Dataflow = Dataflow.OutputStationary };
            long drain = 2L * array.Rows + array.Cols - 3, serial = Cycles(IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow), m, n, k);
            long overlapped = Cycles(IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow, overlap: true), m, n, k);
            long least = array.Folds(m, n, k) * k;
            return new Trial([serial, overlapped], s => Slack.Min(Slack.AtLeast(s[0], least + array.Folds(m, n, k) * drain), Slack.AtLeast(s[1], least + drain)));
        });

    public static readonly Law SlowElements = new("systolic-rate", "2.1", LawKind.Bound,
        "An array of fewer MACs per cycle than elements never beats its rate.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = Draw(chance, 40, 200);
            long elements = (long)array.Rows * array.Cols, rate = (elements + chance.Int(2, 5) - 1) / 5 is var slow && slow > 0 ? slow : 1;
            Machine whole = IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow, chance.Bool());
            Machine machine = whole with { TensorUnit = whole.TensorUnit with { MacsPerCycle = new MacRates([new MacRate("int8", "int8", rate)]) } };
            return new Trial([Cycles(machine, m, n, k)], s => Slack.AtLeast(s[0] * rate, (double)m * n * k));
        });

    public static readonly Law Sums = new("systolic-sums", "1.4", LawKind.Equality,
        "Results and partial sums cross the edge of the array as the dataflow says, whatever the tiles along K, in both engines.", chance =>
        {
            (SystolicArray array, int m, int n, int k) = chance.Number == 0 ? (new SystolicArray(32, 32, chance.Pick(Flows)), 256, 128, 256) : Draw(chance, 12, 60);
            Machine machine = IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow);
            GemmOperation gemm = Gemms.Of(m, n, k);
            // Cut along K between folds only: a cut of an output-stationary stream is a fold more.
            int cut = array.Dataflow == Dataflow.OutputStationary || chance.Bool() ? k : array.Rows * chance.Int(1, 3);
            Mapping map = Gemms.OneTile(gemm) with { TileK = cut };
            SystolicTraffic known = array.Traffic(m, n, k);
            OperationCounters fast = new Simulator(machine).Run(gemm, map).Counters, slow = new Simulator(machine, EngineChoice.Reference).Run(gemm, map).Counters;
            int bytes = machine.Accumulator.Bytes;
            return Trial.Equal([fast.SumWriteBytes, fast.SumReadBytes, slow.SumWriteBytes, slow.SumReadBytes],
                known.Writes * bytes, known.SumReads * bytes, known.Writes * bytes, known.SumReads * bytes);
        });

    public static readonly Law OperandReads = new("systolic-operand-reads", "1.4", LawKind.Equality,
        "Operands are read as often as the dataflow says, where folds divide the shape.", chance =>
        {
            Dataflow flow = chance.Pick(Flows);
            int r = chance.Int(1, 16), c = chance.Int(1, 16), x = chance.Int(1, 8), y = chance.Int(1, 8), z = chance.Int(1, 8);
            // Edge folds fetch whole blocks (docs/DEVIATIONS.md, D2).
            (int m, int n, int k) = flow switch { Dataflow.OutputStationary => (r * x, c * y, z), Dataflow.WeightStationary => (z, c * y, r * x), _ => (c * y, z, r * x) };
            SystolicTraffic known = new SystolicArray(r, c, flow).Traffic(m, n, k);
            OperationCounters counters = Run(IdealMachine.Systolic(r, c, flow), m, n, k, "bf16").Counters;
            return Trial.Equal(counters.ScratchpadReadBytes - counters.DramWriteBytes, 2 * (known.ReadsA + known.ReadsB));
        });

    /// <summary>An array with the output register that the closed form counts, and nothing else behind it.</summary>
    private static Machine Machine(SystolicArray array, bool overlap) =>
        IdealMachine.Systolic(array.Rows, array.Cols, array.Dataflow, overlap, array.Dataflow == Dataflow.OutputStationary ? 1 : 0);

    internal static (SystolicArray Array, int M, int N, int K) Draw(Chance chance, int side, int extent) => (
        new SystolicArray(chance.Int(1, side), chance.Int(1, side), chance.Pick(Flows)), chance.Int(1, extent), chance.Int(1, extent), chance.Int(1, extent));

    internal static OperationResult Run(Machine machine, long m, long n, long k, string format = "int8", EngineChoice engine = EngineChoice.Fast)
    {
        GemmOperation gemm = Gemms.Of(m, n, k, format, format);
        return new Simulator(machine, engine).Run(gemm, Gemms.OneTile(gemm));
    }

    internal static long Cycles(Machine machine, long m, long n, long k, EngineChoice engine = EngineChoice.Fast) =>
        Run(machine, m, n, k, engine: engine).Counters.Cycles - IdealMachine.Overhead;

    private static double Figure(Machine machine, long m, long n, long k)
    {
        machine = machine with { Compatibility = Compatibility.ScaleSim };
        return OperationMetrics.Of(machine, Run(machine, m, n, k)).Number(Metrics.ScaleSimCycles);
    }
}
