using AccelSim.Engine.Bounds;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Identities;

/// <summary>Conservation of work and bytes (section 3) over random designs.</summary>
internal static class ConservationLaws
{
    public static readonly Law Macs = new("macs-conserved", "3", LawKind.Bound,
        "MACs issued are MNK under the mapper's choice; a mask lets at most the masked pairs be issued besides.", chance =>
        {
            DesignRun run = chance.Run();
            long most = run.Operation is AttentionOperation { Causal: true } a ? a.Shapes.Sum(s => s.Count * s.QLen * s.KvLen) * a.Heads * (a.QkDim + a.VDim) : run.Operation.Macs;
            return new Trial([run.Counters.IssuedMacs], s => Slack.Min(Slack.AtLeast(s[0], run.Operation.Macs), Slack.AtMost(s[0], most)));
        });

    public static readonly Law MacsOfAnyMapping = new("macs-of-any-mapping", "3", LawKind.Equality,
        "MACs issued are MNK for every mapping, tile order and number of cores, in both engines.", chance =>
        {
            RandomDesigns designs = chance.Designs();
            Machine machine = designs.Machine();
            if (designs.Operation() is not GemmOperation gemm) return null;
            Mapping map = designs.Mapping(machine, gemm);
            new Mapper(machine).Check(gemm, map);
            double Issued(EngineChoice engine) => new Simulator(machine, engine).Run(gemm, map).Counters.IssuedMacs;
            return Trial.Equal([Issued(EngineChoice.Fast), Issued(EngineChoice.Reference)], gemm.Macs, gemm.Macs);
        });

    public static readonly Law Levels = new("bytes-per-level", "3", LawKind.Equality,
        "What a level sends the next receives: DRAM, shared buffer, network, scratchpads.", chance =>
        {
            DesignRun run = chance.Run();
            OperationCounters c = run.Counters;
            // An output that stays in the shared buffer arrives there over the network and goes no further.
            double kept = BoundJudge.Kept(run.Operation);
            return new Trial([c.SharedWriteBytes, c.DramReadBytes, c.DramWriteBytes, c.NetworkBytes, c.ScratchpadWriteBytes],
                s => Slack.Min(kept > 0 ? Slack.Min(Slack.AtLeast(s[0], s[1] + kept), Slack.Equal(s[2], 0)) : Slack.Equal(s[0], s[1] + s[2]), Slack.Equal(s[3] - s[4], s[0] - s[1])));
        });

    public static readonly Law Multicast = new("bytes-grow-inwards", "3", LawKind.Bound,
        "Inner levels move at least what outer ones do, and cores get at least the compulsory inputs.", chance =>
        {
            DesignRun run = chance.Run();
            OperationCounters c = run.Counters;
            long inputs = BoundJudge.Inputs(run.Operation);
            return new Trial([c.SharedReadBytes, c.SharedWriteBytes, c.NetworkBytes, c.DramWriteBytes], s => Slack.Min(
                Slack.AtLeast(s[0], s[1] - (run.Operation.OutputOnChip ? s[1] - c.DramReadBytes : 0) - run.Operation.PrefetchBytes), Slack.AtLeast(s[2], s[0]), Slack.AtLeast(s[2], inputs + s[3]), Slack.AtLeast(s[1], s[3])));
        });

    public static readonly Law Bursts = new("bursts-hold-bytes", "3", LawKind.Bound,
        "DRAM bursts hold the bytes moved, and less than one burst more per step.", chance =>
        {
            DesignRun run = chance.Run();
            OperationCounters c = run.Counters;
            double burst = run.Machine.Memory.Timing.BurstBytes, bytes = c.DramReadBytes + c.DramWriteBytes;
            // A transfer starts on a stripe, so only its last unit has a partial burst.
            return new Trial([c.DramBursts], s => Slack.Min(Slack.AtLeast(s[0] * burst, bytes), Slack.AtMost(s[0] * burst, bytes + c.Steps * burst - 1)));
        });

    public static readonly Law RowOutcomes = new("row-outcomes", "3", LawKind.Equality,
        "Every burst hits, misses or conflicts, each once.", chance =>
        {
            OperationCounters c = chance.Run().Counters;
            return new Trial([c.RowHits, c.RowMisses, c.RowConflicts, c.DramBursts], s => Slack.Min(Slack.Equal(s[0] + s[1] + s[2], s[3]), s.Min() >= 0 ? 0 : -1));
        });

    public static readonly Law Activations = new("activations", "3", LawKind.Bound,
        "Only misses and conflicts activate, only conflicts precharge, at most once per bank group.", chance =>
        {
            DesignRun run = chance.Run();
            OperationCounters c = run.Counters;
            double opened = c.RowMisses + c.RowConflicts, groups = run.Machine.Memory.Timing.BankGroups;
            return new Trial([c.Activations, c.Precharges], s => Slack.Min(
                Slack.AtLeast(s[0], opened), Slack.AtMost(s[0], groups * opened), Slack.AtLeast(s[1], c.RowConflicts), Slack.AtMost(s[1], groups * c.RowConflicts)));
        });

    public static readonly Law DecodeReadsTheCacheOnce = new("decode-reads-cache-once", "3", LawKind.Equality,
        "A decode or verify step reads every cached key and value once, whatever the number of queries, and writes its outputs once.", chance =>
        {
            int kvHeads = chance.Pick(1, 2, 4), group = chance.Pick(1, 2, 4), width = chance.Pick(16, 32, 64);
            long batch = chance.Int(1, 4), context = chance.Int(20, 600), queries = chance.Int(1, 5);
            var decode = new AttentionOperation
            {
                Name = "decode",
                Shapes = [new AttentionShape(batch, queries, context)],
                Heads = kvHeads * group,
                KvHeads = kvHeads,
                QkDim = width,
                VDim = width,
                Query = NamedFormat.Of("bf16"),
                KeyValue = NamedFormat.Of("bf16"),
                Probability = NamedFormat.Of("bf16"),
                Output = NamedFormat.Of("bf16"),
            };
            OperationCounters c = new Simulator(IdealMachine.Systolic(8, 8, Dataflow.OutputStationary)).Run(decode).Counters;
            double cache = 2.0 * kvHeads * width * context * batch * 2, vectors = (double)batch * queries * kvHeads * group * width * 2;
            return Trial.Equal([c.DramReadBytes, c.DramWriteBytes], cache + vectors, vectors);
        });
}
