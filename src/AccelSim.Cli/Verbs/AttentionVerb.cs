using System.CommandLine;
using AccelSim.Input.Operations;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim attention</c>: one attention operation.</summary>
internal static class AttentionVerb
{
    public static Command Build(Session session)
    {
        var command = new Command("attention", Example.Of("Run one attention operation, softmax(Q K^T) V, on a machine.",
            "accelsim attention --machine sq-next --phase decode --batch 32 --kv-len 32768 --heads 32 --kv-heads 8 --head-dim 128 --kv-format int8",
            "accelsim attention --machine sq-next --phase verify --batch 32 --q-len 5 --kv-len 32768 --heads 32 --kv-heads 8 --head-dim 128"));
        var machine = new Option<string>("--machine") { Description = "Path or name of a machine.", HelpName = "MACHINE", Required = true };
        command.Add(machine);
        BlockOptions block = new BlockOptions()
            .Add(command, "phase", "prefill|decode|verify", "prefill: all queries; decode: one; verify: gamma + 1.", true)
            .Add(command, "batch", "B", "Sequences.", true)
            .Add(command, "q_len", "Q", "Query tokens; by default all keys in prefill and 1 in decode.")
            .Add(command, "kv_len", "L", "Keys and values, the new tokens included.", true)
            .Add(command, "heads", "H", "Query heads.", true)
            .Add(command, "kv_heads", "G", "Key-value heads; divides the query heads.", true)
            .Add(command, "head_dim", "D", "Width of queries and keys.", true)
            .Add(command, "v_dim", "D", "Width of values; by default that of the keys.")
            .Add(command, "causal", "true|false", "Whether a query sees only keys up to its own position; true unless given.")
            .Add(command, "q_format", "FMT", "Format of the queries; bf16 unless given.")
            .Add(command, "kv_format", "FMT", "Format of the key and value cache; bf16 unless given.")
            .Add(command, "p_format", "FMT", "Format of the probabilities; bf16 unless given.")
            .Add(command, "output", "FMT", "Format of the result; bf16 unless given.");
        var options = new RunOptions();
        options.AddTo(command);
        command.SetAction(parsed => OperationRun.Run(session, options, parsed, parsed.GetValue(machine)!, "attention", block, AttentionYaml.Type));
        return command;
    }
}
