# What HGS says of this host, read once: on a host without a valid certificate reading it is itself an
# attempt to attest.
function Get-GfaHgsClientFact {
    if (-not (Test-GfaCommand HgsClient\Get-HgsClientConfiguration)) {
        return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-HgsClientConfiguration'))
    }
    $client = @(Get-HgsClientConfiguration -ErrorAction Stop)[0]
    if ($null -eq $client) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Get-HgsClientConfiguration')) }
    New-GfaFact -Value (ConvertTo-GfaHgsClient -Client $client)
}
