using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AccelSim.Tests.Gpu.Probes;

/// <summary>
/// Carries out the few PTX instructions that the probes are made of, all threads of a block in step, so that their address arithmetic can be tested
/// without a GPU. The matrix instruction itself is given from outside.
/// </summary>
internal sealed partial class PtxMachine
{
    private readonly (string Label, string Guard, string Operation, string[] Operands)[] lines;
    private readonly Dictionary<string, int> shared = [];
    private readonly Dictionary<string, ulong> parameters;
    private readonly byte[] memory;

    /// <param name="text">The module.</param>
    /// <param name="parameters">By name.</param>
    /// <param name="memory">Global memory from address 0.</param>
    public PtxMachine(string text, Dictionary<string, ulong> parameters, byte[] memory)
    {
        (this.parameters, this.memory) = (parameters, memory);
        string body = Comment().Replace(text[(text.IndexOf('{', StringComparison.Ordinal) + 1)..text.LastIndexOf('}')], "");
        foreach (Match match in SharedArray().Matches(body)) shared[match.Groups[1].Value] = shared.Count * 4096;
        lines = [.. body.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(s => !s.StartsWith('.')).Select(Parse)];
    }

    /// <summary>Shared memory of the block that runs.</summary>
    public byte[] Shared { get; } = new byte[8192];

    /// <summary>Registers of every thread, by name.</summary>
    public Dictionary<string, ulong>[] Threads { get; private set; } = [];

    /// <summary>Runs one block; <paramref name="matrix"/> is called for the matrix instruction with its operands.</summary>
    public void Run(int block, int threads, Action<PtxMachine, string[]> matrix)
    {
        Threads = [.. Enumerable.Range(0, threads).Select(t => new Dictionary<string, ulong> { ["%tid.x"] = (ulong)t, ["%ctaid.x"] = (ulong)block })];
        for (int at = 0; at < lines.Length; at++)
        {
            (_, string guard, string operation, string[] operands) = lines[at];
            if (operation.StartsWith("mma.", StringComparison.Ordinal) || operation.StartsWith("wgmma.mma_async", StringComparison.Ordinal))
            {
                matrix(this, operands);
                continue;
            }
            if (operation == "bra")
            {
                bool[] taken = [.. Threads.Select(t => t[guard] != 0).Distinct()];
                if (taken.Length != 1) throw new InvalidOperationException("threads part ways");
                if (taken[0]) at = Array.FindIndex(lines, l => l.Label == operands[0]) - 1;
                continue;
            }
            foreach (Dictionary<string, ulong> registers in Threads)
            {
                if (guard == "" || registers[guard] != 0) Step(registers, operation, operands);
            }
        }
    }

    /// <summary>The names in a list such as <c>{%a0, %a1}</c>.</summary>
    public static string[] List(string operand) => operand.Trim('{', '}').Split(',', StringSplitOptions.TrimEntries);

    private void Step(Dictionary<string, ulong> registers, string operation, string[] x)
    {
        ulong Value(int i) => registers.TryGetValue(x[i], out ulong value) ? value : shared.TryGetValue(x[i], out int place) ? (ulong)place : Number(x[i]);
        unchecked
        {
            switch (operation)
            {
                case "ret" or "bar.sync" or "fence.proxy.async" or "wgmma.fence.sync.aligned" or "wgmma.commit_group.sync.aligned" or "wgmma.wait_group.sync.aligned":
                    break;
                case "mov.u32" or "cvt.u64.u32":
                    registers[x[0]] = (uint)Value(1);
                    break;
                case "ld.param.u32" or "ld.param.u64":
                    registers[x[0]] = parameters[x[1].Trim('[', ']')];
                    break;
                case "shr.u32":
                    registers[x[0]] = (uint)Value(1) >> (int)Value(2);
                    break;
                case "shl.b32":
                    registers[x[0]] = (uint)Value(1) << (int)Value(2);
                    break;
                case "and.b32":
                    registers[x[0]] = (uint)(Value(1) & Value(2));
                    break;
                case "or.b64":
                    registers[x[0]] = Value(1) | Value(2);
                    break;
                case "add.u32":
                    registers[x[0]] = (uint)(Value(1) + Value(2));
                    break;
                case "sub.u32":
                    registers[x[0]] = (uint)(Value(1) - Value(2));
                    break;
                case "add.u64":
                    registers[x[0]] = Value(1) + Value(2);
                    break;
                case "mul.wide.u32":
                    registers[x[0]] = (ulong)(uint)Value(1) * (uint)Value(2);
                    break;
                case "mad.lo.u32":
                    registers[x[0]] = (uint)(Value(1) * Value(2) + Value(3));
                    break;
                case "setp.ne.u32":
                    registers[x[0]] = Value(1) != Value(2) ? 1u : 0;
                    break;
                case "setp.eq.u32":
                    registers[x[0]] = Value(1) == Value(2) ? 1u : 0;
                    break;
                case "setp.lt.u32":
                    registers[x[0]] = Value(1) < Value(2) ? 1u : 0;
                    break;
                default:
                    Move(registers, operation, x);
                    break;
            }
        }
    }

    /// <summary>Loads and stores of one, two or four words.</summary>
    private void Move(Dictionary<string, ulong> registers, string operation, string[] x)
    {
        Match move = LoadOrStore().Match(operation);
        if (!move.Success) throw new NotSupportedException(operation);
        bool load = move.Groups[1].Value == "ld";
        byte[] bytes = move.Groups[2].Value == "shared" ? Shared : memory;
        string[] address = x[load ? 1 : 0].Trim('[', ']').Split('+'), names = List(x[load ? 0 : 1]);
        int at = checked((int)registers[address[0]]) + (address.Length > 1 ? (int)Number(address[1]) : 0);
        int width = move.Groups[3].Success ? int.Parse(move.Groups[3].Value, CultureInfo.InvariantCulture) : 1;
        if (names.Length != width || at % (4 * width) != 0) throw new InvalidOperationException($"{operation} at {at}");
        for (int i = 0; i < names.Length; i++)
        {
            if (load) registers[names[i]] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4 * i));
            else BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4 * i), (uint)registers[names[i]]);
        }
    }

    private static (string Label, string Guard, string Operation, string[] Operands) Parse(string line)
    {
        Match match = Instruction().Match(line);
        return (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value,
            [.. Operand().Matches(match.Groups[4].Value).Select(m => m.Value.Trim())]);
    }

    private static ulong Number(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : ulong.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\.shared .*? (\w+)\[")]
    private static partial Regex SharedArray();

    [GeneratedRegex(@"^(?:(\w+):\s*)?(?:@(%\w+)\s+)?([\w.]+)\s*(.*)$", RegexOptions.Singleline)]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|[^,\s][^,]*")]
    private static partial Regex Operand();

    [GeneratedRegex(@"^(ld|st)\.(global|shared)(?:\.v([24]))?\.b32$")]
    private static partial Regex LoadOrStore();
}
