using AccelSim.Input.Yaml;
using AccelSim.Model.Numerics;

namespace AccelSim.Input.Workloads;

/// <summary>The block <c>numerics</c> of a workload: the data on which accuracy is measured.</summary>
internal static class NumericsYaml
{
    private static readonly ObjectType<TensorData> Tensor = DeclareTensor();

    public static ObjectType<NumericsPlan> Type { get; } = Declare();

    private static ObjectType<NumericsPlan> Declare()
    {
        NumericsPlan fallback = NumericsPlan.Default;
        var block = new ObjectDeclaration<NumericsPlan>("numerics");
        var weights = block.Optional("weights", Tensor, p => p.Weights, fallback.Weights, "Synthetic weights of every linear layer.");
        var activations = block.Optional("activations", Tensor, p => p.Activations, fallback.Activations, "Synthetic inputs of every linear layer.");
        var seed = block.Optional("seed", new WholeType(0, long.MaxValue), p => p.Seed, 0, "Seed of the synthetic tensors; equal for all points that share it, so that formats meet the same data.");
        var sample = block.Optional("sample", new IntType(1, 1024), p => p.Sample, fallback.Sample,
            "Rows and columns of the output block that is computed at the operation's K; 32 gives SQNR to a few tenths of a dB, differences between formats closer.");
        var reference = block.Optional("reference", new EnumType<bool>(("unquantised", false), ("quantised", true)), p => p.AgainstQuantised, fallback.AgainstQuantised,
            "What results are held against: the fp64 product of the tensors as drawn, or of the quantised ones, which leaves the error of the accumulator and of the output alone.");
        var maxK = block.Optional("max_k", new IntType(16, 1 << 20), p => p.MaxK, fallback.MaxK, "Longest reduction that is computed; a longer one is cut to it.");
        var maxKCalibrated = block.Optional("max_k_calibrated", new IntType(16, 16384), p => p.MaxKCalibrated, fallback.MaxKCalibrated,
            "The same where quantisation is calibrated: inverting H takes K^3 operations.");
        var model = block.Optional("model", new TextType("the path of a llama2.c checkpoint, or one below ACCELSIM_DATA", 4096), p => p.Model, "",
            "A small model whose perplexity is measured in the workload's formats of weights, activations and kv; absent data leaves the column empty.", "tinyllama/stories260K.bin");
        var tokens = block.Optional("tokens", new TextType("the path of a token file, or one below ACCELSIM_DATA", 4096), p => p.Tokens, "",
            "Token ids that the model is scored on (sequence,position,token_id,nll_nats).", "tinyllama/tokens.csv");
        var names = new TextType("names of sequences of the token file, separated by spaces");
        var sequences = block.Optional("sequences", names, p => p.Sequences, "", "Sequences that are scored; all that do not calibrate, unless given.", "sample0 sample1");
        var calibration = block.Optional("calibration", names, p => p.Calibration, "",
            "Sequences that calibrate, where the method or a static mask needs data.", "sample6 sample7");
        block.Check([model, tokens], v =>
        {
            if (v.Get(model).Length == 0 != (v.Get(tokens).Length == 0))
                v.Report(v.Get(model).Length == 0 ? model : tokens, "is missing; model and tokens go together");
        });
        return block.Build(v => new NumericsPlan
        {
            Weights = v.Get(weights),
            Activations = v.Get(activations),
            Seed = v.Get(seed),
            Sample = v.Get(sample),
            AgainstQuantised = v.Get(reference),
            MaxK = v.Get(maxK),
            MaxKCalibrated = v.Get(maxKCalibrated),
            Model = v.Get(model),
            Tokens = v.Get(tokens),
            Sequences = v.Get(sequences),
            Calibration = v.Get(calibration),
        });
    }

    private static ObjectType<TensorData> DeclareTensor()
    {
        TensorData fallback = TensorData.Gaussian;
        var block = new ObjectDeclaration<TensorData>("a synthetic tensor");
        var distribution = block.Optional("distribution", new EnumType<TensorDistribution>(("gaussian", TensorDistribution.Gaussian),
                ("heavy_tailed", TensorDistribution.HeavyTailed), ("outliers", TensorDistribution.Outliers)), d => d.Distribution, fallback.Distribution,
            "Of the elements: normal, Student t, or normal with a fraction made larger.");
        var degrees = block.Optional("degrees", new IntType(3, 1000), d => d.Degrees, fallback.Degrees, "Degrees of freedom of heavy_tailed.");
        var fraction = block.Optional("outlier_fraction", new RealType(0, 1), d => d.OutlierFraction, fallback.OutlierFraction, "Fraction of the elements that are outliers, for outliers.");
        var scale = block.Optional("outlier_scale", new RealType(1, 1e6), d => d.OutlierScale, fallback.OutlierScale, "How many times larger they are.");
        var channels = block.Optional("channel_fraction", new RealType(0, 1), d => d.ChannelFraction, fallback.ChannelFraction, "Fraction of the channels along K that are larger as a whole, at least one where it is not 0.");
        var channelScale = block.Optional("channel_scale", new RealType(1, 1e6), d => d.ChannelScale, fallback.ChannelScale, "How many times larger they are.");
        block.Check([distribution, degrees, fraction, scale], v =>
        {
            if (v.Given(degrees) && v.Get(distribution) != TensorDistribution.HeavyTailed) v.Report(degrees, "goes with distribution: heavy_tailed");
            foreach (Field field in ((Field[])[fraction, scale]).Where(f => v.Given(f) && v.Get(distribution) != TensorDistribution.Outliers))
                v.Report(field, "goes with distribution: outliers");
        });
        return block.Build(v => new TensorData
        {
            Distribution = v.Get(distribution),
            Degrees = v.Get(degrees),
            OutlierFraction = v.Get(fraction),
            OutlierScale = v.Get(scale),
            ChannelFraction = v.Get(channels),
            ChannelScale = v.Get(channelScale),
        });
    }
}
