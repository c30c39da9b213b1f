# Whether HostGuardian is installed. WMI has one class for server and client Windows, but does not say of a
# feature whether a restart is pending.
function Get-GfaRemoteFeatureFact {
    $feature = @(Get-GfaCimInstance -ClassName Win32_OptionalFeature -Filter "Name='HostGuardian'")[0]
    if ($null -eq $feature) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage FeatureUnknown)) }
    $words = @{ '1' = 'Enabled'; '2' = 'Disabled'; '3' = 'NotPresent' }
    $state = $words["$($feature.InstallState)"]
    if (-not $state) { $state = ConvertTo-GfaText $feature.InstallState }
    New-GfaFact -Value ([ordered]@{ installState = $state; source = 'Win32_OptionalFeature'; restartNeeded = $null })
}
