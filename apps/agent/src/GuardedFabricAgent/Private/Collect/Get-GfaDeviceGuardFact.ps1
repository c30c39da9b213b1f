function Get-GfaDeviceGuardFact {
    $guard = @(Get-GfaCimInstance -ClassName Win32_DeviceGuard -Namespace 'root/Microsoft/Windows/DeviceGuard')[0]
    if ($null -eq $guard) { return (New-GfaFact -Status failed -Reason (Get-GfaMessage NothingReturned 'Win32_DeviceGuard')) }
    New-GfaFact -Value ([ordered]@{
            virtualizationBasedSecurityStatus = ConvertTo-GfaNumber $guard.VirtualizationBasedSecurityStatus
            availableSecurityProperties = ConvertTo-GfaNumberList $guard.AvailableSecurityProperties
            requiredSecurityProperties = ConvertTo-GfaNumberList $guard.RequiredSecurityProperties
            securityServicesConfigured = ConvertTo-GfaNumberList $guard.SecurityServicesConfigured
            securityServicesRunning = ConvertTo-GfaNumberList $guard.SecurityServicesRunning
            codeIntegrityPolicyEnforcementStatus = ConvertTo-GfaNumber $guard.CodeIntegrityPolicyEnforcementStatus
            userModeCodeIntegrityPolicyEnforcementStatus = ConvertTo-GfaNumber $guard.UserModeCodeIntegrityPolicyEnforcementStatus
        })
}
