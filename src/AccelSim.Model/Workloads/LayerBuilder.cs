using System.Collections.Immutable;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>Writes the operations of one layer in order, each with the formats that the plan gives to its dotted name.</summary>
internal sealed class LayerBuilder(ModelWorkload workload, int layer)
{
    private readonly List<Operation> operations = [];
    private readonly Dictionary<string, WeightMatrix> matrices =
        LayerMatrices.Of(workload.Model, layer, workload.TensorParallel, IsAbsorbed(workload)).ToDictionary(m => m.Name);

    public LanguageModel Model => workload.Model;

    public ModelWorkload Workload => workload;

    public int Layer => layer;

    /// <summary>Tokens of the step: rows of activations.</summary>
    public long Tokens { get; } = workload.NewTokens;

    public NumberFormat Wide => workload.Formats.Wide;

    public IReadOnlyList<Operation> Operations => operations;

    /// <summary>Latent attention is absorbed into queries and outputs where few queries meet many keys, and not in a prefill.</summary>
    public static bool IsAbsorbed(ModelWorkload workload) => workload.Model.Latent is not null && workload.Phase != Phase.Prefill;

    public NumberFormat Format(OperandClass operand, string name) => workload.Formats.For(operand, $"layers.{layer}.{name}");

    public bool Has(string matrix) => matrices.ContainsKey(matrix);

    public WeightMatrix Matrix(string name) => matrices[name];

    /// <summary>A linear layer, or one per instance of an absorbed projection, on all tokens.</summary>
    public void Linear(string name) => Linear(name, [new GemmShape(matrices[name].Count, Tokens, matrices[name].N, matrices[name].K)]);

    public void Linear(string name, ImmutableArray<GemmShape> shapes) => operations.Add(new GemmOperation
    {
        Name = name,
        Shapes = shapes,
        Activations = Format(OperandClass.Activations, name),
        Weights = Format(OperandClass.Weights, name),
        Output = Wide,
    });

    /// <summary>A vector operation whose result a linear layer reads in its own activation format.</summary>
    public void Feed(string linear, VectorOperation operation)
    {
        NumberFormat format = Format(OperandClass.Activations, linear);
        operations.Add(operation with
        {
            Output = format,
            SideOutput = operation.Outputs > 1 && format != Wide ? Wide : null,
            WorkPerElement = operation.WorkPerElement + VectorFormulas.Write(Wide, format),
        });
    }

    /// <summary>A quantisation of its own, where nothing before the linear layer can write its format; none for the residual's format.</summary>
    public void Quantise(string linear, long cols)
    {
        if (Format(OperandClass.Activations, linear) != Wide)
            Feed(linear, Vector(linear + "_quantize", Tokens, cols, default));
    }

    /// <summary>A vector operation from the residual stream's format to another.</summary>
    public void Convert(string name, long cols, VectorWork work, NumberFormat format) =>
        operations.Add(Vector(name, Tokens, cols, work + VectorFormulas.Write(Wide, format)) with { Output = format });

    public void Add(Operation operation) => operations.Add(operation);

    /// <summary>A vector operation from and to the format of the residual stream.</summary>
    public VectorOperation Vector(string name, long rows, long cols, VectorWork work, int inputs = 1, int outputs = 1) => new()
    {
        Name = name,
        Rows = rows,
        Cols = cols,
        Inputs = inputs,
        Outputs = outputs,
        Input = Wide,
        Output = Wide,
        WorkPerElement = work,
    };

    /// <summary>Sum of the chips' partial results of the residual stream; nothing on one chip.</summary>
    public void AllReduce(string name)
    {
        if (workload.TensorParallel > 1)
            operations.Add(new CollectiveOperation
            {
                Name = name,
                Kind = CollectiveKind.AllReduce,
                Bytes = Wide.Store(OperandRole.Output, Model.Hidden, Tokens).Bytes,
            });
    }
}
