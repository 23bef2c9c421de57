using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Input.Operations;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim gemm</c>: one matrix product.</summary>
internal static class GemmVerb
{
    public static Command Build(Session session)
    {
        var command = new Verb("gemm", "Run one matrix product C[M,N] = A[M,K] B[K,N] on a machine.",
            "accelsim gemm --machine systolic-32x32 --m 256 --n 128 --k 256 --weights int8 --activations int8 --format json",
            "accelsim gemm --machine sq-next --m 4096 --n 4096 --k 4096 --weights 'sq(int8/int4,b=64,s=0.875)' --activations int4 --explain");
        var machine = new Option<string>("--machine") { Description = "Path of a machine file, or the name of a shipped one (accelsim list machines).", HelpName = "MACHINE", Required = true };
        command.Add(machine);
        BlockOptions block = new BlockOptions()
            .Add(command, "m", "M", "Rows of activations: tokens.", true)
            .Add(command, "n", "N", "Columns of weights: output features.", true)
            .Add(command, "k", "K", "Reduction length: input features.", true)
            .Add(command, "count", "COUNT", "Independent products of this shape, each with operands of its own; 1 unless given.")
            .Add(command, "weights", "FMT", "Format of the weights (accelsim list formats).", true)
            .Add(command, "activations", "FMT", "Format of the activations.", true)
            .Add(command, "output", "FMT", "Format of the result; bf16 unless given.");
        var options = new RunOptions("gemm");
        options.AddTo(command);
        command.SetAction(parsed => OperationRun.Run(session, options, parsed, parsed.GetValue(machine)!, "gemm", block, GemmYaml.Type));
        return command;
    }
}
