using AccelSim.Model.Formats;
using AccelSim.Tests.Model.Formats;
using CsCheck;

namespace AccelSim.Tests.Model.Formats.Sq;

/// <summary>Random SQ-formats by role, and random matrices with outliers, zeros and ties.</summary>
internal static class SqGen
{
    /// <summary>Weights, with h_low = 0 now and then.</summary>
    public static readonly Gen<SqFormat> Weights = Gen.Select(FormatGen.Sq, Gen.Int[0, 9]).Select((f, dice) =>
        new SqFormat(f.High, dice == 0 ? null : f.Low, f.Bank, f.HighPerBank, scale: f.Scale));

    public static readonly Gen<SqFormat> Activations = Gen.Select(FormatGen.Sq, Gen.Bool).Select((f, dynamic) =>
        new SqFormat(f.High, f.Low, f.Bank, f.HighPerBank, dynamic ? SqMask.Dynamic : SqMask.Static, f.Scale));

    public static readonly Gen<(float[] Values, int Vectors, int K)> Matrix =
        from vectors in Gen.Int[0, 5]
        from k in Gen.Int[0, 200]
        from exponent in Gen.Int[-12, 8]
        from values in Gen.Frequency((8, Gen.Float[-4, 4]), (1, Gen.Const(0f)), (1, Gen.Float[-100, 100]), (1, Gen.Int[-3, 3].Select(i => (float)i)))
            .Select(x => MathF.ScaleB(x, exponent)).Array[vectors * k]
        select (values, vectors, k);

    public static float[] Gaussian(int count, int seed, bool hasOutliers = false)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            double gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(hasOutliers && random.NextDouble() < 0.01 ? 10 * gauss : gauss);
        }
        return values;
    }
}
