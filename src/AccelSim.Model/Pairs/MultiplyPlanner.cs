using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Model.Pairs;

/// <summary>Finds the units on which a machine multiplies a pair of formats.</summary>
public static class MultiplyPlanner
{
    /// <exception cref="InfeasibleException">No unit multiplies the pair.</exception>
    public static MultiplyPlan Plan(Machine machine, NumberFormat activations, NumberFormat weights, OperandRole weightRole)
    {
        Require(activations, OperandRole.Activations);
        Require(weights, weightRole);
        return (activations, weights) switch
        {
            (SqFormat, SqFormat) => throw new InfeasibleException(
                $"both operands are in SQ-format ({activations.Name}, {weights.Name}); one of them must be uniform (arXiv 2512.05409, section 3)"),
            (_, SqFormat sq) => PlanSqWeights(machine, activations, sq),
            (SqFormat sq, _) => PlanSqActivations(machine, sq, weights),
            _ => PlanUniform(machine, activations, weights),
        };
    }

    private static void Require(NumberFormat format, OperandRole role)
    {
        if (format.WhyNot(role) is { } reason) throw new InfeasibleException(reason);
    }

    private static MultiplyPlan PlanUniform(Machine machine, NumberFormat activations, NumberFormat weights)
    {
        OperandKind a = OperandKind.Of(activations), w = OperandKind.Of(weights);
        NativePair pair = Dense(machine, a, w);
        bool skips = weights is TwoFourFormat && machine.TensorUnit.TwoFourSparsity;
        var notes = new List<string>();
        if (pair.Promoted) notes.Add(Promotion(a, w, pair));
        if (weights is TwoFourFormat && !skips) notes.Add("2:4 expanded, runs dense");
        if (activations is TwoFourFormat) notes.Add("2:4 activations expanded, run dense");
        int group = Smaller(pair.ActivationsDequantised ? 0 : a.Group, pair.WeightsDequantised ? 0 : w.Group);
        return new MultiplyPlan
        {
            Activations = activations,
            Weights = weights,
            DenseRate = pair.MacsPerCycle * (skips ? 2 : 1),
            RescaleGroup = group,
            RescalesPerGroup = group > 0 ? 1 : 0,
            Note = string.Join("; ", notes),
        };
    }

    private static MultiplyPlan PlanSqWeights(Machine machine, NumberFormat activations, SqFormat sq)
    {
        SparseUnit unit = SparseUnitFor(machine, sq, "SQ weights");
        if (!unit.Banks.Contains(sq.Bank))
        {
            throw new InfeasibleException(
                $"{sq.Name}: bank size {sq.Bank} is not among those the selector can pick from (sparse_unit.banks: {string.Join(", ", unit.Banks)})");
        }
        OperandKind a = OperandKind.Of(activations), low = OperandKind.Of(sq.Low!), high = OperandKind.Of(sq.High);
        NativePair lowPair = Dense(machine, a, low);
        NativePair highPair = High(machine, unit, a, high);
        RescaleUnit rescale = machine.RescaleUnit!;
        bool shifts = rescale.ShiftAdd && sq.ScaleFor(OperandRole.Weights) == ScalarFormats.E8M0;
        return new MultiplyPlan
        {
            Activations = activations,
            Weights = sq,
            DenseRate = lowPair.MacsPerCycle,
            DensePerBank = sq.Bank,
            Bank = sq.Bank,
            HighPerBank = sq.HighPerBank,
            HighRate = highPair.MacsPerCycle,
            HighOnDenseUnit = InTurn(unit, lowPair, highPair),
            Selects = true,
            RescaleGroup = Smaller(sq.Bank, a.Group),
            RescalesPerGroup = shifts ? 1 : 2,
            Note = Notes(("low pass", a, low, lowPair), ("high pass", a, high, highPair)),
        };
    }

    private static MultiplyPlan PlanSqActivations(Machine machine, SqFormat sq, NumberFormat weights)
    {
        SparseUnit unit = SparseUnitFor(machine, sq, "SQ activations");
        bool dynamic = sq.MaskFor(OperandRole.Activations) == SqMask.Dynamic;
        if (machine.GatherUnit is not { } gather)
            throw new InfeasibleException($"{sq.Name}: SQ activations need a gather_unit, which {machine.Name} lacks");
        if (dynamic && gather.TopKElementsPerCycle == 0)
            throw new InfeasibleException($"{sq.Name}: a dynamic mask needs gather_unit.top_k above 0, which {machine.Name} lacks");
        OperandKind w = OperandKind.Of(weights), low = OperandKind.Of(sq.Low!), high = OperandKind.Of(sq.High);
        NativePair lowPair = Dense(machine, low, w);
        NativePair highPair = High(machine, unit, high, w);
        return new MultiplyPlan
        {
            Activations = sq,
            Weights = weights,
            DenseRate = lowPair.MacsPerCycle,
            DensePerBank = sq.Bank - sq.HighPerBank,
            Bank = sq.Bank,
            HighPerBank = sq.HighPerBank,
            HighRate = highPair.MacsPerCycle,
            HighOnDenseUnit = InTurn(unit, lowPair, highPair),
            Gathers = true,
            RanksTopK = dynamic,
            RescaleGroup = w.Group,
            RescalesPerGroup = w.Group > 0 ? 2 : 0,
            Note = Notes(("low pass", low, w, lowPair), ("high pass", high, w, highPair)),
        };
    }

    private static SparseUnit SparseUnitFor(Machine machine, SqFormat sq, string what)
    {
        if (machine.SparseUnit is not { } unit)
            throw new InfeasibleException($"{sq.Name}: {what} need a sparse_unit, which {machine.Name} lacks");
        if (machine.RescaleUnit is null)
            throw new InfeasibleException($"{sq.Name}: two scales per bank need a rescale_unit, which {machine.Name} lacks");
        return unit;
    }

    private static NativePair Dense(Machine machine, OperandKind a, OperandKind w) =>
        NativePair.Find(machine.TensorUnit.MacsPerCycle, a, w, machine.RescaleUnit is not null)
        ?? throw new InfeasibleException(
            $"no tensor unit of {machine.Name} multiplies {Spell(a)} by {Spell(w)}; tensor_unit.macs_per_cycle has "
            + string.Join(", ", machine.TensorUnit.MacsPerCycle.Entries.Select(e => e.Key))
            + (machine.RescaleUnit is null && (a.Group > 0 || w.Group > 0) ? " (group scales need a rescale_unit)" : ""));

    private static NativePair High(Machine machine, SparseUnit unit, OperandKind a, OperandKind w)
    {
        if (unit.Placement == SparsePlacement.Shared) return Dense(machine, a, w);
        return NativePair.Find(unit.MacsPerCycle, a, w, true)
            ?? throw new InfeasibleException(
                $"the sparse unit of {machine.Name} does not multiply {Spell(a)} by {Spell(w)}; sparse_unit.macs_per_cycle has "
                + string.Join(", ", unit.MacsPerCycle.Entries.Select(e => e.Key)));
    }

    /// <summary>A shared unit runs its passes one after the other, unless each has an array of its own.</summary>
    private static bool InTurn(SparseUnit unit, NativePair low, NativePair high) => unit.Placement == SparsePlacement.Shared && low.OwnArray == high.OwnArray;

    private static string Notes(params (string Pass, OperandKind A, OperandKind W, NativePair Pair)[] passes) =>
        string.Join("; ", passes.Where(p => p.Pair.Promoted).Select(p => $"{p.Pass} {Promotion(p.A, p.W, p.Pair)}"));

    private static string Promotion(OperandKind a, OperandKind w, NativePair pair) =>
        $"{a.Name}x{w.Name} promoted to {pair.Activations}x{pair.Weights}";

    private static string Spell(OperandKind kind) => kind.Group > 0 ? $"{kind.Name}(g={kind.Group})" : kind.Name;

    private static int Smaller(int a, int b) => a == 0 ? b : b == 0 ? a : Math.Min(a, b);
}
