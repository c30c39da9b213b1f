# What is collected, by which function, and how long each may take before it is given up. The attestation
# itself asks a server over the network and may be slow without being broken.
function Get-GfaCollectorTable {
    [ordered]@{
        hgsClient = @{ Command = 'Get-GfaHgsClientFact'; Seconds = 60 }
        host = @{ Command = 'Get-GfaHostFact'; Seconds = 20 }
        hostGuardianFeature = @{ Command = 'Get-GfaHostGuardianFeatureFact'; Seconds = 30 }
        shieldedVms = @{ Command = 'Get-GfaShieldedVmFact'; Seconds = 30 }
        tls = @{ Command = 'Get-GfaTlsFact'; Seconds = 20 }
        clock = @{ Command = 'Get-GfaClockFact'; Seconds = 20 }
        boot = @{ Command = 'Get-GfaBootFact'; Seconds = 20 }
        hardware = @{ Command = 'Get-GfaHardwareFact'; Seconds = 20 }
        deviceGuard = @{ Command = 'Get-GfaDeviceGuardFact'; Seconds = 20 }
        secureBoot = @{ Command = 'Get-GfaSecureBootFact'; Seconds = 20 }
        bitLocker = @{ Command = 'Get-GfaBitLockerFact'; Seconds = 20 }
        codeIntegrity = @{ Command = 'Get-GfaCodeIntegrityFact'; Seconds = 20 }
        dumps = @{ Command = 'Get-GfaDumpFact'; Seconds = 20 }
        hibernation = @{ Command = 'Get-GfaHibernationFact'; Seconds = 20 }
        pagefile = @{ Command = 'Get-GfaPagefileFact'; Seconds = 20 }
        tpm = @{ Command = 'Get-GfaTpmFact'; Seconds = 20 }
        cluster = @{ Command = 'Get-GfaClusterFact'; Seconds = 20 }
        hgsEvents = @{ Command = 'Get-GfaHgsEventFact'; Seconds = 20 }
    }
}
