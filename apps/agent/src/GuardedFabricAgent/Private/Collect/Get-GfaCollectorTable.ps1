# What is collected and by which function, in this order: first what HGS says, since the rest is of little use without
# it, then when the host was started. Each has the seconds given before it may be given up in a process of its own, for
# hosts where Windows PowerShell 5.1 is slow; the quick ones go on beyond that as long as the whole collection is young.
# The slow ones ask something that may take its time without being broken: HGS over the network, the feature store, the
# virtual machine service. What is occasional is not part of every collection. A central collector uses the function Remote, or the same one
# where it reads nothing but WMI; OnlyThere names what cannot be asked over CIM.
function Get-GfaCollectorTable {
    $table = [ordered]@{
        hgsClient = @{ Command = 'Get-GfaHgsClientFact'; Remote = 'Get-GfaRemoteHgsClientFact'; Seconds = 60; IsSlow = $true }
        boot = @{ Command = 'Get-GfaBootFact' }
        host = @{ Command = 'Get-GfaHostFact' }
        hostGuardianFeature = @{ Command = 'Get-GfaHostGuardianFeatureFact'; Remote = 'Get-GfaRemoteFeatureFact'; Seconds = 30; IsSlow = $true }
        shieldedVms = @{ Command = 'Get-GfaShieldedVmFact'; Remote = 'Get-GfaRemoteShieldedVmFact'; Seconds = 20; IsSlow = $true }
        tls = @{ Command = 'Get-GfaTlsFact' }
        clock = @{ Command = 'Get-GfaClockFact'; OnlyThere = 'w32tm' }
        hardware = @{ Command = 'Get-GfaHardwareFact' }
        deviceGuard = @{ Command = 'Get-GfaDeviceGuardFact' }
        secureBoot = @{ Command = 'Get-GfaSecureBootFact'; Remote = 'Get-GfaRemoteSecureBootFact' }
        secureBootEvents = @{ Command = 'Get-GfaSecureBootEventFact'; OnlyThere = 'Get-WinEvent' }
        bitLocker = @{ Command = 'Get-GfaBitLockerFact'; Remote = 'Get-GfaRemoteBitLockerFact' }
        codeIntegrity = @{ Command = 'Get-GfaCodeIntegrityFact'; OnlyThere = 'Get-FileHash' }
        dumps = @{ Command = 'Get-GfaDumpFact' }
        hibernation = @{ Command = 'Get-GfaHibernationFact' }
        pagefile = @{ Command = 'Get-GfaPagefileFact' }
        tpm = @{ Command = 'Get-GfaTpmFact'; Remote = 'Get-GfaRemoteTpmFact' }
        cluster = @{ Command = 'Get-GfaClusterFact'; Remote = 'Get-GfaRemoteClusterFact' }
        hgsEvents = @{ Command = 'Get-GfaHgsEventFact'; OnlyThere = 'Get-WinEvent' }
        diagnostics = @{ Command = 'Get-GfaDiagnosticsFact'; OnlyThere = 'Get-HgsTrace'; Seconds = 240; IsSlow = $true; IsOccasional = $true }
    }
    foreach ($name in @($table.Keys)) {
        if ($null -eq $table[$name]['Seconds']) { $table[$name]['Seconds'] = 15 }
    }
    $table
}
