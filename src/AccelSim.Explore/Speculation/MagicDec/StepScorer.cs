using AccelSim.Engine.Kernels;
using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation.MagicDec;

/// <summary>Predicts measured speculative steps on the machine presets by their kernel libraries (docs/SPECULATION.md).</summary>
/// <param name="machine">A shipped machine by name.</param>
/// <param name="model">A shipped model by name.</param>
/// <param name="library">Calibrated kernels.</param>
public sealed class StepScorer(Func<string, Machine> machine, Func<string, LanguageModel> model, KernelLibrary library)
{
    private readonly Dictionary<string, KernelModel> kernels = [];
    private readonly Dictionary<(string, int, SoftwareStack), StepComposer> composers = [];

    /// <exception cref="InfeasibleException">The machine has no such kernels.</exception>
    public ScoredStep Score(MeasuredStep measured, PaperRow row)
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(row);
        Machine one = machine(row.Machine);
        SoftwareStack stack = PaperStacks.Of(row.Machine, row.Gpus, measured.Table);
        if (!composers.TryGetValue((row.Machine, row.Gpus, stack), out StepComposer? composer))
        {
            if (!kernels.TryGetValue(row.Machine, out KernelModel? chip)) kernels[row.Machine] = chip = new KernelModel(KernelChip.Of(one), library);
            composers[(row.Machine, row.Gpus, stack)] = composer = new StepComposer(new SiliconPasses(chip, stack, row.Gpus));
        }
        // The measured checkpoints are those with longer positions and without a window (LLaMA-2-7B-32K, Mistral-7B-v0.3).
        LanguageModel target = Long(model(row.Target), measured.Context);
        LanguageModel? draft = row.Drafter == "self" ? null : Long(model(row.Drafter), measured.Context);
        var strategy = new SpeculationStrategy
        {
            Name = measured.Draft,
            Draft = draft is null ? DraftKind.Self : DraftKind.Model,
            Model = draft is null ? null : draft with { Vocabulary = target.Vocabulary },
            Policy = row.Policy,
            Budget = row.Budget,
            Gamma = measured.Gamma,
            Acceptance = PaperAcceptance.Of(row.Target, row.Drafter, row.Policy, row.Machine, measured.Task),
        };
        var work = new SpeculationTarget
        {
            Model = target,
            TensorParallel = Divisor(target, measured.TensorParallel),
            Sequences = [new SequenceGroup(measured.Batch, measured.Context)],
            HostMs = stack.Host(measured.Batch),
        };
        return new ScoredStep(measured, row, composer.Step(strategy, work), ReferenceConstants.Speedup(row, measured, strategy, target, one, DefaultHost(row, measured.Table)));
    }

    private static double DefaultHost(PaperRow row, string table) => PaperStacks.HasNoHost(table) ? 0 : row.Machine switch
    {
        "a100-sxm" => 1.5,
        "h100-sxm" => row.Gpus == 4 ? 0.9 : 0.65,
        _ => 1.6,
    };

    // The harness splits heads unevenly where they do not divide; the fullest chip decides, as on fewer chips that share them evenly.
    private static int Divisor(LanguageModel m, int chips)
    {
        while (chips > 1 && (m.Heads % chips != 0 || m.KvHeads % chips != 0 || m.Ffn % chips != 0)) chips--;
        return chips;
    }

    private static LanguageModel Long(LanguageModel m, long context) => m with { MaxContext = Math.Max(m.MaxContext, 2 * context), Window = null };
}
