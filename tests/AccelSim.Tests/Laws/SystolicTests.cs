using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Tests.Engine;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>
/// Closed forms of systolic arrays (identities reference, 1.2 to 1.4), through mapping, lowering and engine, on a machine whose memories
/// add exactly <see cref="IdealMachine.Overhead"/> cycles.
/// </summary>
public sealed class SystolicTests
{
    private static readonly Gen<(int R, int C, int M, int N, int K)> Cases =
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[1, 300]);

    private static long Ceiling(long a, long b) => (a + b - 1) / b;

    private static OperationCounters Run(Machine machine, int m, int n, int k, string format = "int8")
    {
        GemmOperation gemm = Gemms.Of(m, n, k, format, format);
        return new Simulator(machine).Run(gemm, Gemms.OneTile(gemm)).Counters;
    }

    private static long Cycles(Machine machine, int m, int n, int k) => Run(machine, m, n, k).Cycles - IdealMachine.Overhead;

    /// <summary>Folds and streamed length of a dataflow.</summary>
    private static (long Folds, long Stream) Folds(Dataflow dataflow, int r, int c, int m, int n, int k) => dataflow switch
    {
        Dataflow.OutputStationary => (Ceiling(m, r) * Ceiling(n, c), k),
        Dataflow.WeightStationary => (Ceiling(k, r) * Ceiling(n, c), m),
        _ => (Ceiling(k, r) * Ceiling(m, c), n),
    };

    [Test]
    public void Output_stationary_with_an_output_register_takes_2R_plus_C_plus_T_minus_2_per_fold() => Cases.Sample((r, c, m, n, k) =>
    {
        (long folds, long t) = Folds(Dataflow.OutputStationary, r, c, m, n, k);
        return Cycles(IdealMachine.Systolic(r, c, Dataflow.OutputStationary, depth: 1), m, n, k) == folds * (2 * r + c + t - 2);
    }, iter: 300);

    [Test]
    public void Output_stationary_without_a_register_takes_one_cycle_less_per_fold() => Cases.Sample((r, c, m, n, k) =>
    {
        (long folds, long t) = Folds(Dataflow.OutputStationary, r, c, m, n, k);
        return Cycles(IdealMachine.Systolic(r, c, Dataflow.OutputStationary), m, n, k) == folds * (2 * r + c + t - 3);
    }, iter: 300);

    [TestCase(Dataflow.WeightStationary)]
    [TestCase(Dataflow.InputStationary)]
    public void Stationary_operands_take_a_preload_and_a_skewed_stream_per_fold(Dataflow dataflow) => Cases.Sample((r, c, m, n, k) =>
    {
        (long folds, long t) = Folds(dataflow, r, c, m, n, k);
        return Cycles(IdealMachine.Systolic(r, c, dataflow), m, n, k) == folds * (2 * r + c + t - 2);
    }, iter: 300);

    [Test]
    public void Overlapped_output_stationary_meets_its_lower_bound() => Cases.Sample((r, c, m, n, k) =>
    {
        (long folds, long t) = Folds(Dataflow.OutputStationary, r, c, m, n, k);
        long cycles = Cycles(IdealMachine.Systolic(r, c, Dataflow.OutputStationary, overlap: true), m, n, k);
        return cycles == (folds - 1) * Math.Max(t, r) + 2 * r + c + t - 3;
    }, iter: 300);

    [TestCase(Dataflow.WeightStationary)]
    [TestCase(Dataflow.InputStationary)]
    public void Overlapped_stationary_operands_meet_their_lower_bound(Dataflow dataflow) => Cases.Sample((r, c, m, n, k) =>
    {
        (long folds, long t) = Folds(dataflow, r, c, m, n, k);
        long cycles = Cycles(IdealMachine.Systolic(r, c, dataflow, overlap: true), m, n, k);
        return cycles == r + (folds - 1) * Math.Max(t, r) + t + r + c - 2;
    }, iter: 300);

    [TestCase(Dataflow.OutputStationary, false, 1, 11_200)]
    [TestCase(Dataflow.WeightStationary, false, 0, 11_200)]
    [TestCase(Dataflow.OutputStationary, true, 0, 8_285)]
    [TestCase(Dataflow.WeightStationary, true, 0, 8_286)]
    public void The_textbook_case_256_128_256_on_32_by_32(Dataflow dataflow, bool overlap, int depth, long cycles) =>
        Assert.That(Cycles(IdealMachine.Systolic(32, 32, dataflow, overlap, depth), 256, 128, 256), Is.EqualTo(cycles));

    [Test]
    public void A_long_accumulation_on_one_fold_takes_its_chain_and_the_drain() =>
        Assert.That(Cycles(IdealMachine.Systolic(16, 16, Dataflow.OutputStationary), 8, 16, 2048), Is.EqualTo(2093));

    [Test]
    public void Every_dataflow_respects_the_array_and_the_unoverlapped_sum() =>
        Gen.Select(Cases, Gen.Enum<Dataflow>(), Gen.Int[0, 5]).Sample((shape, dataflow, depth) =>
        {
            (int r, int c, int m, int n, int k) = shape;
            long serial = Cycles(IdealMachine.Systolic(r, c, dataflow, overlap: false, depth), m, n, k);
            long overlapped = Cycles(IdealMachine.Systolic(r, c, dataflow, overlap: true, depth), m, n, k);
            return Ceiling((long)m * n * k, r * c) <= overlapped && overlapped <= serial;
        }, iter: 300);

    [Test]
    public void Weight_stationary_equals_input_stationary_of_the_transposed_product() => Gen.Select(Cases, Gen.Bool).Sample((shape, overlap) =>
    {
        (int r, int c, int m, int n, int k) = shape;
        OperationCounters ws = Run(IdealMachine.Systolic(r, c, Dataflow.WeightStationary, overlap), m, n, k, "bf16");
        OperationCounters inputs = Run(IdealMachine.Systolic(r, c, Dataflow.InputStationary, overlap), n, m, k, "bf16");
        return ws.Cycles == inputs.Cycles && ws.ScratchpadReadBytes == inputs.ScratchpadReadBytes && ws.DramReadBytes == inputs.DramReadBytes;
    }, iter: 300);

    [Test]
    public void Output_stationary_transposed_on_a_transposed_array_has_the_same_folds() => Cases.Sample((r, c, m, n, k) =>
    {
        OperationCounters a = Run(IdealMachine.Systolic(r, c, Dataflow.OutputStationary), m, n, k, "bf16");
        OperationCounters b = Run(IdealMachine.Systolic(c, r, Dataflow.OutputStationary), n, m, k, "bf16");
        // The drain term 2R becomes 2C.
        return a.Tokens == b.Tokens && a.IssuedMacs == b.IssuedMacs && a.Cycles - a.Tokens * r == b.Cycles - b.Tokens * c;
    }, iter: 300);

    [Test]
    public void Doubling_M_adds_exactly_F_times_M_cycles_to_weight_stationary() => Cases.Sample((r, c, m, n, k) =>
    {
        Machine machine = IdealMachine.Systolic(r, c, Dataflow.WeightStationary);
        (long folds, _) = Folds(Dataflow.WeightStationary, r, c, m, n, k);
        return Cycles(machine, 2 * m, n, k) - Cycles(machine, m, n, k) == folds * m;
    }, iter: 300);

    [Test]
    public void Doubling_M_doubles_the_folds_of_output_stationary_when_R_divides_M() => Cases.Sample((r, c, blocks, n, k) =>
    {
        int m = r * (1 + blocks % 9);
        Machine machine = IdealMachine.Systolic(r, c, Dataflow.OutputStationary);
        return Run(machine, 2 * m, n, k).Tokens == 2 * Run(machine, m, n, k).Tokens
            && Cycles(machine, 2 * m, n, k) == 2 * Cycles(machine, m, n, k);
    }, iter: 300);

    [TestCase(Dataflow.OutputStationary)]
    [TestCase(Dataflow.WeightStationary)]
    [TestCase(Dataflow.InputStationary)]
    public void Operand_reads_are_those_of_the_dataflow(Dataflow dataflow) =>
        Gen.Select(Gen.Int[1, 16], Gen.Int[1, 16], Gen.Int[1, 8], Gen.Int[1, 8], Gen.Int[1, 8]).Sample((r, c, x, y, z) =>
        {
            // Shapes that divide: edge folds fetch whole blocks.
            (int m, int n, int k) = dataflow switch
            {
                Dataflow.OutputStationary => (r * x, c * y, z),
                Dataflow.WeightStationary => (z, c * y, r * x),
                _ => (c * y, z, r * x),
            };
            long a = (long)m * k, b = (long)k * n, outputs = (long)m * n;
            long reads = dataflow switch
            {
                Dataflow.OutputStationary => a * Ceiling(n, c) + b * Ceiling(m, r),
                Dataflow.WeightStationary => a * Ceiling(n, c) + b,
                _ => a + b * Ceiling(m, c),
            };
            OperationCounters counters = Run(IdealMachine.Systolic(r, c, dataflow), m, n, k, "bf16");
            return counters.ScratchpadReadBytes == 2 * reads + 2 * outputs;
        }, iter: 200);

    [TestCase(Dataflow.OutputStationary)]
    [TestCase(Dataflow.WeightStationary)]
    [TestCase(Dataflow.InputStationary)]
    public void An_array_of_fewer_MACs_per_cycle_than_elements_never_beats_its_rate(Dataflow dataflow) =>
        Gen.Select(Cases, Gen.Int[2, 5], Gen.Bool).Sample((shape, slower, overlap) =>
        {
            (int r, int c, int m, int n, int k) = shape;
            Machine whole = IdealMachine.Systolic(r, c, dataflow, overlap);
            long rate = Ceiling(r * c, slower);
            Machine slow = whole with { TensorUnit = whole.TensorUnit with { MacsPerCycle = new MacRates([new MacRate("int8", "int8", rate)]) } };
            return Cycles(slow, m, n, k) * rate >= (long)m * n * k;
        }, iter: 200);
}
