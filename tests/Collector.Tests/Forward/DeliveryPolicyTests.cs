using System.Net;
using Collector.Receive;
using Otlp.Transmission;

namespace Collector.Tests.Forward;

/// <summary>The table of answers: which are tried again, which ask for smaller requests, which are final.</summary>
public sealed class DeliveryPolicyTests
{
    [Theory]
    [InlineData(200, nameof(Delivery.Delivered))]
    [InlineData(202, nameof(Delivery.Delivered))]
    [InlineData(400, nameof(Delivery.Split))]
    [InlineData(401, nameof(Delivery.GiveUp))]
    [InlineData(403, nameof(Delivery.GiveUp))]
    [InlineData(404, nameof(Delivery.GiveUp))]
    [InlineData(405, nameof(Delivery.GiveUp))]
    [InlineData(408, nameof(Delivery.Retry))]
    [InlineData(413, nameof(Delivery.Split))]
    [InlineData(415, nameof(Delivery.GiveUp))]
    [InlineData(429, nameof(Delivery.Retry))]
    [InlineData(500, nameof(Delivery.Split))]
    [InlineData(501, nameof(Delivery.GiveUp))]
    [InlineData(502, nameof(Delivery.Retry))]
    [InlineData(503, nameof(Delivery.Retry))]
    [InlineData(504, nameof(Delivery.Retry))]
    [InlineData(302, nameof(Delivery.GiveUp))]
    public void An_http_status_has_one_meaning(int status, string delivery) =>
        Assert.Equal(
            Enum.Parse<Delivery>(delivery),
            DeliveryPolicy.OfHttp((HttpStatusCode)status).What
        );

    [Theory]
    [InlineData("0", nameof(Delivery.Delivered))]
    [InlineData("1", nameof(Delivery.Retry))]
    [InlineData("2", nameof(Delivery.Split))]
    [InlineData("3", nameof(Delivery.Split))]
    [InlineData("4", nameof(Delivery.Retry))]
    [InlineData("5", nameof(Delivery.GiveUp))]
    [InlineData("6", nameof(Delivery.GiveUp))]
    [InlineData("7", nameof(Delivery.GiveUp))]
    [InlineData("8", nameof(Delivery.Split))]
    [InlineData("9", nameof(Delivery.GiveUp))]
    [InlineData("10", nameof(Delivery.Retry))]
    [InlineData("11", nameof(Delivery.Retry))]
    [InlineData("12", nameof(Delivery.GiveUp))]
    [InlineData("13", nameof(Delivery.Split))]
    [InlineData("14", nameof(Delivery.Retry))]
    [InlineData("15", nameof(Delivery.Retry))]
    [InlineData("16", nameof(Delivery.GiveUp))]
    [InlineData("x", nameof(Delivery.GiveUp))]
    public void A_grpc_status_has_one_meaning(string status, string delivery) =>
        Assert.Equal(Enum.Parse<Delivery>(delivery), DeliveryPolicy.OfGrpc(status).What);

    [Fact]
    public void Exhausted_with_a_time_to_wait_means_later()
    {
        var answer = DeliveryPolicy.OfGrpc("8", TimeSpan.FromSeconds(2));
        Assert.Equal((Delivery.Retry, TimeSpan.FromSeconds(2)), (answer.What, answer.After));
    }

    [Fact]
    public void The_time_to_wait_is_read_from_the_details_that_a_collector_answers()
    {
        var details = Convert
            .ToBase64String(
                Answer.Status(Outcome.Overloaded(), TimeSpan.FromMilliseconds(1500)).Span
            )
            .TrimEnd('=');
        Assert.Equal(TimeSpan.FromSeconds(1.5), RetryInfo.Read(details));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("/////w")]
    public void Details_that_cannot_be_read_say_nothing(string? details) =>
        Assert.Null(RetryInfo.Read(details));
}
