using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Input.Operations;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim attention</c>: one attention operation.</summary>
internal static class AttentionVerb
{
    public static Command Build(Session session)
    {
        var command = new Verb("attention", "Run one attention operation, softmax(Q K^T) V, on a machine.",
            "accelsim attention --machine sq-next --phase decode --batch 32 --kv-len 32768 --heads 32 --kv-heads 8 --head-dim 128 --kv-format int8",
            "accelsim attention --machine sq-next --phase verify --batch 32 --q-len 5 --kv-len 32768 --heads 32 --kv-heads 8 --head-dim 128");
        var machine = new Option<string>("--machine") { Description = "Path of a machine file, or the name of a shipped one (accelsim list machines).", HelpName = "MACHINE", Required = true };
        command.Add(machine);
        BlockOptions block = new BlockOptions()
            .Add(command, "phase", "prefill|decode|verify", "prefill: a query per token of the prompt; decode: one per sequence; verify: one per drafted token and one more.", true)
            .Add(command, "batch", "B", "Sequences.", true)
            .Add(command, "q_len", "Q", "Query tokens per sequence; all of the cache in prefill and 1 in decode unless given.")
            .Add(command, "kv_len", "L", "Tokens in the key and value cache, the new ones included.", true)
            .Add(command, "heads", "H", "Query heads.", true)
            .Add(command, "kv_heads", "G", "Key-value heads; divides the query heads.", true)
            .Add(command, "head_dim", "D", "Width of queries and keys per head, in elements.", true)
            .Add(command, "v_dim", "D", "Width of values per head; that of the keys unless given.")
            .Add(command, "causal", "true|false", "Whether a query sees only keys up to its own position; true unless given.")
            .Add(command, "q_format", "FMT", "Format of the queries (accelsim list formats); bf16 unless given.")
            .Add(command, "kv_format", "FMT", "Format of the key and value cache; bf16 unless given.")
            .Add(command, "p_format", "FMT", "Format of the probabilities; bf16 unless given.")
            .Add(command, "output", "FMT", "Format of the result; bf16 unless given.");
        var options = new RunOptions("attention");
        options.AddTo(command);
        command.SetAction(parsed => OperationRun.Run(session, options, parsed, parsed.GetValue(machine)!, "attention", block, AttentionYaml.Type));
        return command;
    }
}
